// One connector as a line of the board.
import { h, icon } from "../dom.js"
import { amps, duration, kW, kWh, money, time } from "../format.js"
import { has, problemText, t, word } from "../i18n.js"
import { link } from "../router.js"
import { badge } from "./badge.js"
import { cardName } from "./card-name.js"
import { person, startDialog, stopDialog } from "./charge-actions.js"
import { operationsSheet } from "./operations.js"
import { waitsText } from "./waits.js"

export const keyOf = (line) => `${line.charge_point}/${line.connector}`

/** Why it is in this state, in a sentence, where the word alone is not enough. */
function reason(line) {
  if (line.transaction?.stop_order) return stopOrder(line.transaction.stop_order)
  if (line.state === "offline") return t("board.last-heard", { time: time(line.last_seen_at) })
  if (line.state === "fault") {
    return [word("fault", line.error_code ?? "OtherError"), line.info].filter(Boolean).join(" ")
  }
  if (line.waits) return waitsText(line.waits)
  if (line.remote_start) return remoteStart(line.remote_start)
  if (line.status === "Preparing" && line.transaction) return t("status.Preparing.started")
  return has(`status.${line.status}`) ? t(`status.${line.status}`) : null
}

/** A charge was asked for and the car is still missing. */
function remoteStart({ label, id_tag: card, requested_at: at, expired }) {
  const facts = { card: label || card || t("reservation.someone"), time: time(at) }
  return t(expired ? "start.expired" : "start.plug-in", facts)
}

/** The appliance ends the charge: why, and what the wallbox says to that. */
const stopOrder = ({ reason, state }) => `${word("stop-order", reason)} ${word("stop-order.state", state)}`

/** The board's columns; current(key) is the newest known line, so that a button never acts on an old one. */
export function columns(current, tell) {
  const charge = (line) => line.transaction
  return [
    { label: t("board.bay"), kind: "lead", cell: (line) => line.name },
    { label: t("board.state"), kind: "bare", cell: (line) => [badge(line.state), sub(reason(line))] },
    { label: t("board.who"), kind: "wide", cell: (line) => (charge(line) ? who(charge(line)) : null) },
    { label: "kW", kind: "right", cell: power },
    { label: "kWh", kind: "right", cell: (line) => (charge(line) ? kWh(charge(line).energy_wh) : null) },
    {
      label: t("board.cost"), kind: "right", cell: (line) => (charge(line) ? cost(charge(line).cost) : null),
    },
    { label: t("board.since"), kind: "right", cell: (line) => (charge(line) ? since(charge(line)) : null) },
    { label: t("board.actions"), kind: "actions", cell: (line) => actions(keyOf(line), line, current, tell) },
  ]
}

const sub = (text) => text && h("span", { class: "sub" }, text)

function who(charge) {
  const card = charge.tenant && cardName(charge)
  return [h("a", { href: link("charges", charge.transaction_id) }, person(charge)), sub(card)]
}

function cost(cost) {
  if (cost?.gross) return money(cost.gross, cost.currency)
  return !cost?.currency ? h("a", { href: link("prices") }, t("board.no-price")) : "–"
}

/** With what it may draw, where that is shared. */
function power(line) {
  if (!line.transaction || !line.online) return null
  return [kW(line.power_w), line.limit_a > 0 && sub(t("board.at-most", { amps: amps(line.limit_a) }))]
}

const since = (charge) => [time(charge.started_at), sub(duration(charge.started_at))]

function actions(key, line, current, tell) {
  const subject = () => {
    const { charge_point, connector, name, transaction } = current(key)
    return { chargePoint: charge_point, connector, bay: name, charge: transaction, tell }
  }
  const button = (text, act) => {
    const label = t("board.action-at", { action: text, bay: line.name })
    return h("button", { class: "button compact", type: "button", "aria-label": label, onclick: act }, text)
  }
  const startable = line.online && ["free", "waiting"].includes(line.state)
  return h("div", { class: "cluster" },
    line.transaction && line.online && button(t("stop.short"), () => stopDialog(subject())),
    !line.transaction && startable && button(
      t("start.short"), () => startDialog(subject()).catch((problem) => tell("alarm", problemText(problem))),
    ),
    h("button", {
      class: "button compact plain", type: "button", "aria-label": t("board.more", { bay: line.name }),
      onclick: () => operationsSheet(subject()),
    }, icon("more")))
}
