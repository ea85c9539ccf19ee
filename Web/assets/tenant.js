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
  message: null, asking: null, older: [], olderCursor: undefined, chosen: localStorage.getItem("bay"),
}
let data = null

async function load() {
  data = await api.tenant()
  locate(data)
  settle()
  draw()
}

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
  const older = {
    items: [...data.charges.items, ...view.older],
    more: (view.olderCursor ?? data.charges.next_cursor) !== null,
  }
  const elements = tenantView({ ...data, charges: older }, view, { start, stop, more, choose })
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
  const page = await api.tenant(view.olderCursor ?? data.charges.next_cursor)
  view.older.push(...page.charges.items)
  view.olderCursor = page.charges.next_cursor
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
  const stream = new LiveStream(api.events)
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
