// The live stream. A hidden tab closes it (browsers allow six connections per site) and asks again when shown.
// Events: those of the server with their JSON as `detail`, "reset" (read everything again), "link" (connected).
import { signedOut } from "./soon.js"

const kinds = ["connector", "charge_point", "transaction", "to_check", "card_learning", "settings", "job"]

export class LiveStream extends EventTarget {
  #url
  #ask
  #source = null
  #retry = null
  #wasOpen = false

  /** ask: a call that fails with 401 when nobody is signed in any more. */
  constructor(url, ask) {
    super()
    this.#url = url
    this.#ask = ask
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#close() : this.#open()))
    if (!document.hidden) this.#open()
  }

  #open() {
    if (this.#source) return
    clearTimeout(this.#retry)
    this.#source = new EventSource(this.#url)
    for (const kind of kinds) {
      this.#source.addEventListener(kind, (event) => this.#tell(kind, JSON.parse(event.data)))
    }
    this.#source.addEventListener("reset", () => this.#tell("reset"))
    this.#source.addEventListener("open", () => this.#opened())
    this.#source.addEventListener("error", () => this.#failed())
  }

  /** What was missed while closed is not in the stream. */
  #opened() {
    this.#tell("link", true)
    if (this.#wasOpen) this.#tell("reset")
    this.#wasOpen = true
  }

  /** The browser reconnects by itself unless the server answered with a refusal. */
  #failed() {
    this.#tell("link", false)
    if (this.#source?.readyState !== EventSource.CLOSED) return
    this.#close()
    this.#retry = setTimeout(() => this.#open(), 5000)
    this.#ask().catch(signedOut)
  }

  #close() {
    clearTimeout(this.#retry)
    this.#source?.close()
    this.#source = null
  }

  #tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }))
  }
}
