// The live board: how many of each state, then a line per bay that changes in place.
import { api } from "../api.js"
import { badge } from "../components/badge.js"
import { columns, keyOf } from "../components/board-row.js"
import { connectGuide, guideFacts } from "../components/connect-guide.js"
import { field } from "../components/form.js"
import { noteBox } from "../components/note.js"
import { pendingCard } from "../components/pending.js"
import { cells, table } from "../components/table.js"
import { h, refresh } from "../dom.js"
import { kW, kWh, locate } from "../format.js"
import { t } from "../i18n.js"
import { soon } from "../soon.js"

const counted = ["charging", "free", "waiting", "paused", "fault", "offline", "unavailable"]
const always = ["charging", "free", "fault", "offline"]

export async function page({ settings, site, stream, signal }) {
  const board = new Board()
  const load = async () => {
    const news = await api.board()
    locate({ ...site, ...settings, now: news.now })
    board.show(news, news.connectors.length ? null : await guideFacts())
  }
  await load()
  if (signal.aborted) return null
  const reload = soon(load)
  stream.addEventListener("connector", ({ detail }) => board.change(detail), { signal })
  stream.addEventListener("charge_point", reload, { signal })
  stream.addEventListener("reset", reload, { signal })
  const minute = setInterval(() => document.hidden || reload(), 60000)
  signal.addEventListener("abort", () => clearInterval(minute))
  board.onaccept = reload
  return { title: t("tab.board"), element: board.element }
}

class Board {
  constructor() {
    this.lines = new Map()
    this.only = null
    this.sought = ""
    this.notes = noteBox()
    const tell = (...message) => this.notes.tell(...message)
    this.tell = tell
    this.columns = columns((key) => this.lines.get(key), tell)
    this.top = h("div", { class: "stack", hidden: true })
    this.stats = h("div", { class: "stats" })
    this.list = h("div")
    this.element = h("div", { class: "stack" }, this.top, this.stats, this.notes.element, this.list)
  }

  show(news, facts) {
    this.totals = news.totals
    this.lines = new Map(news.connectors.map((line) => [keyOf(line), line]))
    const knocking = news.pending.map((point) => pendingCard(point, this.tell, () => this.onaccept()))
    const guide = facts && !knocking.length ? [connectGuide(facts)] : []
    this.top.hidden = !knocking.length && !guide.length
    refresh(this.top, [...knocking, ...guide])
    this.#drawStats()
    this.#drawList()
  }

  /** One line changed: only its cells that differ are touched, so a focused button stays. */
  change(line) {
    const key = keyOf(line)
    const fresh = !this.lines.has(key)
    this.lines.set(key, line)
    this.#drawStats()
    const row = this.rows?.get(key)
    if (fresh || !row) return this.#drawList()
    refresh(row, cells(this.columns, line))
  }

  #drawStats() {
    const lines = [...this.lines.values()]
    this.stats.hidden = lines.length === 0
    const count = (state) => lines.filter((line) => line.state === state).length
    const power = lines.reduce((sum, line) => sum + (line.online ? line.power_w ?? 0 : 0), 0)
    refresh(this.stats, [
      ...counted.filter(
        (state) => always.includes(state) || count(state)
      ).map((state) => this.#counter(state, count(state))),
      figure(kW(power), "kW", t("board.now")),
      figure(kWh(this.totals.energy_today_wh, 1), "kWh", t("board.today")),
    ])
  }

  /** A counter is a filter, too. */
  #counter(state, count) {
    const toggle = () => {
      this.only = this.only === state ? null : state
      this.#drawStats()
      this.#drawList()
    }
    return h("button", {
      class: "stat", type: "button", "aria-pressed": String(this.only === state), onclick: toggle,
    }, h("span", { class: "stat-number number" }, count), badge(state))
  }

  #drawList() {
    const fits = (line) => !this.only || line.state === this.only
    const names = (line) => [
      line.name, line.transaction?.tenant?.name, line.transaction?.label, line.transaction?.id_tag,
      line.charge_point,
    ]
    const found = (line) => names(line).join(" ").toLowerCase().includes(this.sought)
    const shown = [...this.lines.values()].filter((line) => fits(line) && found(line))
    const order = new Intl.Collator(undefined, { numeric: true })
    shown.sort((a, b) => order.compare(a.name, b.name) || a.connector - b.connector)
    const box = table(t("tab.board"), this.columns, shown)
    const rows = [...box.querySelectorAll("tbody tr")]
    this.rows = new Map(shown.map((line, index) => [keyOf(line), rows[index]]))
    this.search ??= this.#search()
    this.search.hidden = this.lines.size < 8
    const nothing = h("p", { class: "quiet" }, t("board.none-found"))
    if (!this.search.isConnected) this.list.before(this.search)
    this.list.replaceChildren(...(this.lines.size ? [shown.length ? box : nothing] : []))
  }

  #search() {
    const box = field({ label: t("board.search"), type: "search", name: "search", autocomplete: "off" })
    box.addEventListener("input", (event) => {
      this.sought = event.target.value.trim().toLowerCase()
      this.#drawList()
    })
    return h("div", { class: "filters" }, box)
  }
}

const figure = (number, unit, label) =>
  h("div", { class: "stat" },
    h("span", { class: "stat-number number" }, number, h("span", { class: "unit" }, ` ${unit}`)),
    h("span", { class: "quiet" }, label))
