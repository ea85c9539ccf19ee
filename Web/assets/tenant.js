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
const view = { message: null, older: [], olderCursor: undefined, chosen: localStorage.getItem("bay") }
let data = null
let waiting = null

async function load() {
  data = await api.tenant()
  locate(data)
  if (waiting && data.running.length) settle(null)
  draw()
}

function draw() {
  const older = { items: [...data.charges.items, ...view.older], more: (view.olderCursor ?? data.charges.next_cursor) !== null }
  refresh(main, tenantView({ ...data, charges: older }, { ...view, busy: Boolean(waiting) }, { start, stop, more, choose }))
}

/** The bay chosen last is the first guess next time. */
function choose(bay) {
  view.chosen = bay
  localStorage.setItem("bay", bay)
}

function say(kind, text) {
  view.message = text && { kind, text }
  if (data) draw()
}

/** Asks the wallbox, then waits for the car; every step has its words. */
async function start(bay) {
  waiting = setTimeout(() => say("", t("tenant.still-waiting", { bay: bay.name })), patience)
  say("", t("tenant.asking", { bay: bay.name }))
  try {
    const { good, text } = outcome(await api.tenantStart(bay.charge_point, bay.connector), bay.name)
    if (!good) return settle("alarm", `${text} ${t("tenant.refused-fix")}`)
    if (waiting) say("", t("tenant.waiting-car", { bay: bay.name }))
    await load()
  } catch (problem) {
    settle("alarm", problemText(problem))
  }
}

function settle(kind, text) {
  clearTimeout(waiting)
  waiting = null
  say(kind, text)
}

function stop(charge) {
  stopDialog({ charge, bay: charge.name, tell: say, perform: () => api.tenantStop(charge.transaction_id) })
}

async function more() {
  const page = await api.tenant(view.olderCursor ?? data.charges.next_cursor)
  view.older.push(...page.charges.items)
  view.olderCursor = page.charges.next_cursor
  draw()
}

/** Read out at most once a minute. */
function speakUp() {
  const charge = data?.running[0]
  if (charge) spoken.textContent = `${energy(charge.energy_wh)}, ${money(charge.cost?.gross, charge.cost?.currency)}`
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
