// The charges that run with a card or for a guest: what a block, or the end of a pass, stops.
import { api } from "../api.js"
import { h, icon } from "../dom.js"
import { energy, time } from "../format.js"
import { t } from "../i18n.js"

const open = (filter) => api.transactions({ open: true, limit: 500, ...filter }).then(({ items }) => items)

export const runningWith = (card) => open({ id_tag: card.id_tag })

export const runningOf = async (guest) => (await open({})).filter((charge) => charge.guest_id === guest.id)

/** Names each; says so if nothing runs. */
export function endsWith(charges) {
  if (!charges.length) return h("p", { class: "quiet" }, t("card.stops-none"))
  return h("div", { class: "note" }, icon("info"), h("div", { class: "stack tight" }, h("p", null, t("card.stops")),
    charges.map((charge) => h("p", null, t("card.stops-charge", {
      bay: charge.bay_name ?? charge.charge_point, time: time(charge.started_at),
      energy: energy(charge.energy_wh),
    })))))
}
