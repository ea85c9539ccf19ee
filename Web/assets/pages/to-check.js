// What waits for a person: one sentence on what is, one on what to do, and the buttons that settle it.
import { api } from "../api.js"
import { checkHint, checkText, checkValues, checkWhen } from "../components/check-line.js"
import { closedFrom } from "../components/closed-from.js"
import { disputeOfLine } from "../components/dispute.js"
import { decide } from "../components/dialog.js"
import { empty, noteBox } from "../components/note.js"
import { h, icon } from "../dom.js"
import { t } from "../i18n.js"
import { link } from "../router.js"
import { soon } from "../soon.js"

/** Flags that hold a charge's price until someone decides; the others only want to be seen. */
const moneyKinds = new Set([
  "pending_charge_point", "unknown_id_tag", "blocked_id_tag", "expired_id_tag", "not_allowed",
  "register_backwards",
  "implausible_energy", "samples_disagree", "meter_reset", "clock_wrong", "stop_before_start", "superseded",
  "stop_missing", "id_tag_differs", "concurrent_tx", "stop_without_start", "unreadable_value", "not_priceable",
])

export async function page({ stream, signal, recount }) {
  const notes = noteBox()
  const list = h("div", { class: "stack" })
  const load = async () => {
    const [items, points] = await Promise.all([api.toCheck(), api.chargePoints()])
    const names = new Map(points.map((point) => [point.id, point.name || point.id]))
    const cards = items.map((item) => card(item, names, settled))
    list.replaceChildren(...(cards.length ? cards : [empty(t("check.none"), t("check.none-text"))]))
  }
  const settled = async (text) => {
    notes.tell("good", text)
    await Promise.all([load(), recount()])
  }
  await load()
  const again = soon(load)
  stream.addEventListener("to_check", again, { signal })
  stream.addEventListener("reset", again, { signal })
  return { title: t("tab.to-check"), element: h("div", { class: "stack" }, notes.element, list) }
}

function card(item, names, settled) {
  const values = checkValues(item, names)
  const { what, fix } = checkText(item.kind, values)
  const hint = checkHint(item, values)
  const place = [
    names.get(item.charge_point) ?? item.charge_point, item.connector > 1 && item.connector,
  ].filter(Boolean).join(" / ")
  return h("section", { class: "card stack", "aria-label": what },
    h("div", { class: "cluster spread" },
      h("span", { class: "badge state-waiting" }, icon("info"), place || t("check.server")),
      h("span", { class: "quiet small" }, checkWhen(item))),
    h("div", null, h("p", null, h("strong", null, what)), fix && h("p", { class: "quiet" }, fix),
      hint && h("p", { class: "quiet" }, hint)),
    closedFrom(item),
    disputeOfLine(item, settled),
    h("div", { class: "cluster" }, buttons(item, settled)))
}

function buttons(item, settled) {
  const charge = item.transaction_id
  const bills = charge && moneyKinds.has(item.kind)
  const card = item.details?.id_tag
  return [
    card && ["unknown_id_tag", "unknown_card"].includes(item.kind) && goTo("cards", { add: card }, t("check.assign")),
    charge && h("a", { class: "button", href: link("charges", charge) }, t("check.show-charge")),
    bills && resolve(item, "accept", settled),
    bills && resolve(item, "waive", settled),
    !bills && item.kind !== "dispute" && resolve(item, "dismiss", settled),
  ].filter(Boolean)
}

const goTo = (page, query, text) => h("a", { class: "button", href: link(page, null, query) }, text)

/** What touches money asks first; "seen" does not. */
function resolve(item, resolution, settled) {
  const perform = async () => {
    await api.resolve(item.to_check_id, resolution)
    await settled(t(`check.${resolution}.done`))
  }
  const ask = () => decide({
    title: t(`check.${resolution}.ask`, { charge: item.transaction_id }),
    content: h("p", null, t(`check.${resolution}.hint`)),
    action: t(`check.${resolution}`),
    perform,
  })
  const act = resolution === "dismiss" ? () => perform().catch((problem) => settled(problem.detail)) : ask
  return h("button", { class: "button", type: "button", onclick: act }, t(`check.${resolution}`))
}
