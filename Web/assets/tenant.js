// Keeps the tenant's page live: the same page the server filled in, drawn again from /api/v1/tenant.
import { api } from "./api.js"
import { stopDialog } from "./components/charge-actions.js"
import { watchLink } from "./components/strips.js"
import { outcome } from "./components/operations.js"
import { tenantView } from "./components/tenant-view.js"
import { h, icon, refresh } from "./dom.js"
import { energy, locate, money } from "./format.js"
import { problemText, speak, t } from "./i18n.js"
import { soon } from "./soon.js"
import { LiveStream } from "./stream.js"

/** How long a start may take before the page says what could be wrong. */
const patience = 20000

const main = document.getElementById("content")
const spoken = h("p", { class: "unseen", role: "status" })
const view = {
  message: null, asking: null, chosen: localStorage.getItem("bay"),
}
/** Every past charge read so far by its number; `cursor` leads to older ones, null: there are none. */
const past = { charges: new Map(), cursor: undefined }
let data = null

async function load() {
  data = await api.tenant()
  remember(data.charges)
  locate(data)
  settle()
  recall()
  draw()
}

/** A start that waits for its car, or did in vain, is told again to whoever comes back to the page. */
function recall() {
  const { remote_start: start } = data
  if (view.asking || (view.message && !view.message.recalled)) return
  const text = start && t(start.expired ? "tenant.still-waiting" : "tenant.waiting-car", { bay: start.name })
  view.message = start ? { about: "start", kind: "", text, recalled: true } : null
}

/** The first page is read again and again; the cursor is that of the oldest page read. */
function remember(page, isOlder = past.cursor === undefined) {
  for (const charge of page.items) past.charges.set(charge.transaction_id, charge)
  if (isOlder) past.cursor = page.next_cursor
}

const newestFirst = (a, b) =>
  Date.parse(b.started_at) - Date.parse(a.started_at) || b.transaction_id - a.transaction_id

/** What was told about a start is over once a charge runs, and about a stop once none does. */
function settle() {
  if (view.message?.about !== (data.running.length ? "start" : "stop")) return
  view.message = null
  stopAsking()
}

function stopAsking() {
  clearTimeout(view.asking)
  view.asking = null
}

/** The first time, the server's elements give way all at once; later only what differs changes. */
function draw() {
  const charges = { items: [...past.charges.values()].sort(newestFirst), more: past.cursor !== null }
  const elements = tenantView({ ...data, charges }, view, { start, stop, more, choose })
  if (main.dataset.live) return refresh(main, elements)
  main.replaceChildren(...elements)
  main.dataset.live = "yes"
}

/** The bay chosen last is the first guess next time. */
function choose(bay) {
  view.chosen = bay
  localStorage.setItem("bay", bay)
}

function say(about, kind, text) {
  view.message = { about, kind, text }
  spoken.textContent = text
  draw()
}

/** Asks the wallbox, then waits for the car; every step has its words. */
async function start(bay) {
  const told = { bay: bay.name }
  view.asking = setTimeout(() => {
    stopAsking()
    say("start", "", t("tenant.still-waiting", told))
  }, patience)
  say("start", "", t("tenant.asking", told))
  try {
    const { good, text } = outcome(await api.tenantStart(bay.charge_point, bay.connector), bay.name)
    if (!good) return refused(`${text} ${t("tenant.refused-fix")}`)
    if (view.asking) say("start", "", t("tenant.waiting-car", told))
    await load()
  } catch (problem) {
    refused(problemText(problem))
  }
}

function refused(text) {
  stopAsking()
  say("start", "alarm", text)
}

function stop(charge) {
  const tell = (kind, text) => say("stop", kind, text)
  stopDialog({ charge, bay: charge.name, tell, perform: () => api.tenantStop(charge.transaction_id) })
}

async function more() {
  const page = await api.tenant(past.cursor)
  remember(page.charges, true)
  draw()
}

/** The figures are read out at most once a minute. */
function speakUp() {
  const charge = data?.running[0]
  if (!charge) return
  const { gross, currency } = charge.cost
  spoken.textContent = `${energy(charge.energy_wh)}, ${money(gross, currency)}`
}

function listen() {
  const stream = new LiveStream(api.events, api.tenant)
  const again = soon(load)
  for (const kind of ["connector", "transaction", "reset"]) stream.addEventListener(kind, again)
  setInterval(() => document.hidden || again(), 30000)
  setInterval(speakUp, 60000)
  const strip = h("div", { class: "note" }, icon("info"), h("p", null, t("strip.lost")))
  watchLink(stream, (linked) => refresh(document.getElementById("strips"), linked ? [] : [strip]))
}

await speak(document.documentElement.lang)
document.body.append(spoken)
await load()
listen()
