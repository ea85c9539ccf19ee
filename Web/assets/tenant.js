// Keeps a tenant's page live and sends its forms without leaving it. There is one way to draw the page, the
// server's: the same page is read again, and what differs is changed.
import { refresh } from "./dom.js"
import { canSign, signature } from "./signing.js"
import { soon } from "./soon.js"
import { LiveStream } from "./stream.js"

/** How long something may take before the page says what could be wrong. */
const patience = 20000
/** How long the answer to a button is shown. */
const shown = 60000

const part = (id) => document.getElementById(id)
const main = part("content")
const page = location.pathname + location.search.replace(/[?&](notice|bay)=[^&]*/g, "")
let address = page
let forgetting = null
let sending = false
let newest = 0

/** Draws what the server answers; older answers than the newest come too late. */
async function read(asked) {
  const number = ++newest
  const answer = await asked
  if (answer.status === 401) return location.reload()
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("content")
  if (!fresh) throw new Error(`${answer.status}`)
  if (number !== newest) return
  askForPin(fresh)
  refresh(main, [...fresh.childNodes])
  if (answer.redirected) remember(answer.url)
}

const get = (url) => fetch(url, { credentials: "same-origin" })

/** What is signed needs no PIN. Where the key is lost the question that stands there for browsers without
    scripts is asked. */
function askForPin(fresh) {
  const hasKey = canSign()
  for (const without of fresh.querySelectorAll("noscript")) {
    if (hasKey || !without.closest("form")) without.remove()
    else without.replaceWith(...without.childNodes)
  }
}

/** Another tab may have been faster with a higher counter: nothing was done then, and it is sent once more. */
async function post(url, body, isAgain = false) {
  const answer = await fetch(url, {
    method: "POST", credentials: "same-origin", body,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      ...signature("POST", new URL(url, location).pathname, body),
    },
  })
  const told = new URL(answer.url).searchParams.get("notice")
  return told === "problem.used-signature" && !isAgain ? post(url, body, true) : answer
}

/** The answer to a button stands in the address of the page that tells it. */
function remember(url) {
  address = url
  clearTimeout(forgetting)
  forgetting = setTimeout(() => (address = page), shown)
}

function say(text, kind = "") {
  const told = document.createElement("p")
  told.className = `note ${kind}`
  told.textContent = text
  part("notice").replaceChildren(told)
  part("notice").scrollIntoView({ block: "nearest" })
}

async function send(form, button) {
  const { busy, asking, slow, failed } = main.dataset
  const body = String(new URLSearchParams(new FormData(form)))
  const action = button.getAttribute("formaction") ?? form.getAttribute("action")
  const timer = setTimeout(say, patience, slow)
  sending = true
  button.disabled = true
  say(form.dataset.asks ? asking : busy)
  try {
    await read(post(action, body))
    part("notice").scrollIntoView({ block: "nearest" })
  } catch {
    say(failed, "alarm")
  }
  clearTimeout(timer)
  button.disabled = false
  sending = false
}

document.addEventListener("submit", (event) => {
  event.preventDefault()
  if (!sending) send(event.target, event.submitter ?? event.target.querySelector("button"))
})

/** The figures are read out at most once a minute. */
function speakUp() {
  part("spoken").textContent = main.querySelector("[data-spoken]")?.dataset.spoken ?? ""
}

const again = soon(async () => {
  if (!sending && !document.hidden) await read(get(address))
})

function isShown({ charge_point: point, connector }) {
  return main.querySelector(`[data-place="${CSS.escape(`${point}/${connector}`)}"]`)
}

/** Follows the events; a blink of the connection is no news. */
function listen() {
  const stream = new LiveStream("/api/v1/events", () => read(get(address)))
  let timer = null
  stream.addEventListener("connector", ({ detail }) => isShown(detail) && again())
  stream.addEventListener("transaction", again)
  stream.addEventListener("reset", again)
  stream.addEventListener("link", ({ detail: linked }) => {
    if (linked || !timer) clearTimeout(timer)
    if (linked) part("lost").hidden = true
    timer = linked ? null : timer ?? setTimeout(() => (part("lost").hidden = false), 4000)
  })
}

if (main.dataset.live) {
  if (document.querySelector(".tabs")) listen()
  setInterval(again, 30000)
  setInterval(() => part("soon") && again(), 5000)
  setInterval(speakUp, 60000)
}
if (!canSign() && main.querySelector("form noscript")) await read(get(address))
document.documentElement.dataset.ready = "yes"
