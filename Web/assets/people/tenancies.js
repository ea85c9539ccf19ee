// The tenancies of a tenant, the one that holds first: where, from when to when, and what the meters showed.
import { h } from "../dom.js"
import { day, energy, money, now } from "../format.js"
import { placeNames } from "../components/place-name.js"
import { t, word } from "../i18n.js"
import { moveOut } from "./move-out.js"

export function tenancies(state) {
  const newestFirst = [...state.held].sort((a, b) => b.from.localeCompare(a.from))
  return h("div", { class: "stack" }, newestFirst.map((tenancy) => card(tenancy, state)))
}

const lastDay = (tenancy) => day(Date.parse(tenancy.to) - 1)
const isOver = (tenancy) => tenancy.to && Date.parse(tenancy.to) <= now().getTime()

function card(tenancy, { tenant, places, tenants, manages, done }) {
  const span = tenancy.to ? t("tenancy.from-to", { from: day(tenancy.from), to: lastDay(tenancy) })
    : t("tenancy.since", { from: day(tenancy.from) })
  const out = manages && !tenancy.to && h("button", {
    class: "button", type: "button", onclick: () => moveOut({ tenant, tenancy, places, tenants, done }),
  }, t("move-out.title"))
  return h("article", { class: "card stack" },
    h("div", { class: "cluster spread" },
      h("div", null, h("h3", null, placeNames(tenancy, places)),
        h("p", { class: isOver(tenancy) ? "quiet" : "" }, span)), out),
    readings(tenancy, places), settled(tenancy))
}

function readings({ readings: taken = [] }, places) {
  if (!taken.length) return null
  return h("dl", { class: "facts" }, taken.map(({ bay, event, wh, at, source }) => {
    const name = places.bays.get(bay)?.name ?? bay
    return h("div", null, h("dt", null, t(`reading.${event}`, { bay: name, day: day(at) })),
      h("dd", { class: "number" }, energy(wh, 3), h("span", { class: "sub" }, word("reading.source",
        source))))
  }))
}

function settled({ final }) {
  if (!final) return null
  return h("p", null, t("tenancy.final", {
    n: final.charges, energy: energy(final.energy_wh), amount: money(final.gross, final.currency),
  }))
}
