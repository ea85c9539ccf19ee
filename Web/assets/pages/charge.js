// One charge: the energy and the amount first, then their proof.
import { api } from "../api.js"
import { badge } from "../components/badge.js"
import { cardName } from "../components/card-name.js"
import { stopDialog } from "../components/charge-actions.js"
import { checkText } from "../components/check-line.js"
import { costProof } from "../components/cost.js"
import { disputeNote } from "../components/dispute.js"
import { noteBox } from "../components/note.js"
import { readingsProof } from "../components/readings.js"
import { h, icon } from "../dom.js"
import { dateTime, duration, energy, kWh, money } from "../format.js"
import { t, word } from "../i18n.js"
import { link } from "../router.js"
import { soon } from "../soon.js"

export async function chargePage({ id, stream, signal }) {
  const box = h("div", { class: "stack" })
  const notes = noteBox()
  const load = async () => {
    const [charge, readings, points] = await Promise.all([
      api.transaction(id), api.readings(id), api.chargePoints(),
    ])
    const point = points.find((each) => each.id === charge.charge_point)
    const answered = (text) => {
      notes.tell("good", text)
      return load()
    }
    box.replaceChildren(...parts(charge, readings, point?.name || charge.charge_point, notes, answered))
  }
  await load()
  const again = soon(load)
  const mine = ({ detail }) => String(detail.transaction_id) === id && again()
  stream.addEventListener("transaction", mine, { signal })
  stream.addEventListener("reset", again, { signal })
  return { title: t("charge.title", { id }), element: box }
}

function parts(charge, readings, bay, notes, answered) {
  const running = !charge.stopped_at
  const stop = () => stopDialog({ charge, bay, tell: notes.tell })
  return [
    h("a", { class: "cluster", href: link("charges") }, icon("back"), t("tab.charges")),
    notes.element,
    h("section", { class: "card stack" },
      h("div", { class: "cluster spread" },
        h("h2", null, t("charge.at", { bay, day: dateTime(charge.started_at) })),
        running && badge("charging", t("charges.running"))),
      h("p", { class: "hero number" }, kWh(charge.energy_wh), h("span", { class: "unit" }, " kWh")),
      amount(charge.cost),
      running && h(
        "div", null, h("button", { class: "button danger", type: "button", onclick: stop }, t("stop.action")),
      ),
      facts(charge)),
    ...charge.disputes.map((dispute) => disputeNote({ tenant_name: charge.tenant_name, ...dispute }, answered)),
    ...flags(charge),
    costProof(charge),
    readingsProof(charge, readings),
  ].filter(Boolean)
}

function amount(cost) {
  const { state, gross, currency } = cost
  if (!gross) return h("p", null, t(state === "running" ? "cost.unpriced.text" : `cost.${state}.text`))
  const sentence = state === "final" ? t("cost.gross-note") : t(`cost.${state}.text`)
  return h("p", null, h("strong", { class: "number" }, money(gross, currency)), " ",
    h("span", { class: "quiet" }, sentence))
}

function facts(charge) {
  const rows = [
    [t("board.who"), charge.tenant_name ?? t("card.no-tenant")],
    [t("board.card"), [charge.label && `${cardName(charge)} `, h("code", null, charge.id_tag)]],
    [t("charge.started"), dateTime(charge.started_at)],
    [t("charge.stopped"), charge.stopped_at ? dateTime(charge.stopped_at) : t("charges.running")],
    [t("charges.duration"), duration(charge.started_at, charge.stopped_at ?? undefined)],
    [t("charge.register-start"), energy(charge.meter_start_wh, 3)],
    [t("charge.register-stop"), [
      energy(charge.meter_stop_wh, 3),
      charge.flags?.includes("estimated") && h("span", { class: "sub" }, t("charge.last-reading")),
    ]],
    [t("charge.reason"), charge.stop_reason ? word("stop-reason", charge.stop_reason) : null],
  ]
  return h("dl", { class: "facts" }, rows.filter(([, value]) => value)
    .map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))))
}

function flags(charge) {
  return (charge.flags ?? []).map((flag) => {
    const { what, fix } = checkText(flag, { card: charge.id_tag, wallbox: charge.charge_point })
    const action = charge.cost?.state === "to_check" && h("a", { href: link("to-check") }, t("charge.decide"))
    return h(
      "div", { class: "note" }, icon("info"),
      h("div", null, h("p", null, what), h("p", { class: "quiet" }, fix), action),
    )
  })
}
