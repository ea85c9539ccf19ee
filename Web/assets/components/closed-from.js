// A charge that the wallbox never ended: the readings it was closed from, for whoever decides about it.
import { api } from "../api.js"
import { h } from "../dom.js"
import { dateTime, energy, money } from "../format.js"
import { problemText, t } from "../i18n.js"

const kinds = new Set(["stop_missing", "superseded", "estimated"])

/** A line that fills itself; null where nothing was estimated. */
export function closedFrom({ kind, transaction_id: id }) {
  if (!id || !kinds.has(kind)) return null
  const line = h("p", { class: "quiet" }, t("shell.loading"))
  api.transaction(id).then((charge) => line.replaceChildren(sentence(charge)))
    .catch((problem) => line.replaceChildren(problemText(problem)))
  return line
}

function sentence({ stopped_at: at, meter_start_wh: start, meter_stop_wh: stop, energy_wh: wh, cost }) {
  const facts = { at: dateTime(at), start: energy(start, 3), stop: energy(stop, 3), energy: energy(wh, 3) }
  const amount = cost?.gross && t("check.closed-amount", { amount: money(cost.gross, cost.currency) })
  return [t("check.closed-from", facts), amount].filter(Boolean).join(" ")
}
