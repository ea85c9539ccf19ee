// Charges: a filter, the sums of what is shown, the list. One charge has its own page.
import { api } from "../api.js"
import { person } from "../components/charge-actions.js"
import { costText } from "../components/cost.js"
import { field } from "../components/form.js"
import { empty } from "../components/note.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { day, duration, energy, hour, midnight, today } from "../format.js"
import { t } from "../i18n.js"
import { go, link } from "../router.js"
import { chargePage } from "./charge.js"

export async function page(context) {
  if (context.id) return chargePage(context)
  const filter = Object.fromEntries(context.query)
  const [points, tenants, first] = await Promise.all([
    api.chargePoints(), api.tenants(), api.transactions(asked(filter)),
  ])
  const names = {
    bays: new Map(points.map((point) => [point.id, point.name || point.id])),
    split: new Set(points.filter((point) => point.connectors.length > 1).map((point) => point.id)),
    tenants: new Map(tenants.map((tenant) => [tenant.id, tenant.name])),
  }
  const list = h("div", { class: "stack" })
  draw(list, names, filter, first.items, first.next_cursor)
  return { title: t("tab.charges"), element: h("div", { class: "stack" }, filters(names, filter), list) }
}

/** The filter as the API wants it: days become instants of the site's zone, the last day included. */
function asked({ bay, tenant, from, to }) {
  const after = to && new Date(Date.parse(`${to}T00:00:00Z`) + 86400000).toISOString().slice(0, 10)
  return {
    charge_point: bay ?? "", tenant_id: tenant ?? "",
    from: from ? midnight(from) : "", to: after ? midnight(after) : "",
  }
}

function filters(names, filter) {
  const all = (map) => [["", t("charges.all")], ...map]
  const apply = (event) => {
    event?.preventDefault()
    const values = new FormData(element)
    go("charges", null, Object.fromEntries([...values].filter(([, value]) => value)))
  }
  const element = h("form", { class: "filters", onchange: apply, onsubmit: apply },
    field({ name: "bay", label: t("board.bay"), options: all(names.bays), value: filter.bay }),
    field({ name: "tenant", label: t("board.who"), options: all(names.tenants), value: filter.tenant }),
    field({ name: "from", label: t("charges.from"), type: "date", value: filter.from }),
    field({ name: "to", label: t("charges.to"), type: "date", value: filter.to }),
    h("div", { class: "cluster" },
      monthLink(0, t("charges.this-month")), monthLink(-1, t("charges.last-month")),
      Object.keys(filter).length > 0 && h("a", { class: "button", href: link("charges") }, t("charges.all"))))
  return element
}

function monthLink(shift, text) {
  const [year, month] = today().split("-").map(Number)
  const at = (months, days) => new Date(Date.UTC(year, month - 1 + shift + months, days))
  const date = (months, days) => at(months, days).toISOString().slice(0, 10)
  return h("a", { class: "button", href: link("charges", null, { from: date(0, 1), to: date(1, 0) }) }, text)
}

function draw(list, names, filter, charges, cursor) {
  if (charges.length === 0) {
    const filtered = Object.keys(filter).length > 0
    list.replaceChildren(filtered
      ? empty(t("charges.none-found"), t("charges.none-found-text"))
      : empty(t("charges.none"), t("charges.none-text")))
    return
  }
  const more = async () => {
    const page = await api.transactions({ ...asked(filter), cursor })
    draw(list, names, filter, [...charges, ...page.items], page.next_cursor)
  }
  const sum = charges.reduce((total, charge) => total + (charge.energy_wh ?? 0), 0)
  list.replaceChildren(
    h("p", { class: "quiet", role: "status" }, t("charges.sum", { n: charges.length, energy: energy(sum) })),
    table(t("tab.charges"), columns(names), charges),
    h("div", { hidden: !cursor },
      h("button", { class: "button", type: "button", onclick: more }, t("charges.more"))))
}

function columns(names) {
  const several = (charge) => (names.split.has(charge.charge_point) ? ` / ${charge.connector}` : "")
  const at = (charge) => h("a", { href: link("charges", charge.transaction_id) }, day(charge.started_at))
  const until = (charge) => (charge.stopped_at ? hour(charge.stopped_at) : t("charges.running"))
  return [
    { label: t("charges.day"), kind: "lead", cell: at },
    {
      label: t("charges.time"), kind: "number",
      cell: (charge) => `${hour(charge.started_at)} – ${until(charge)}`,
    },
    { label: t("board.who"), kind: "wide", cell: person },
    {
      label: t("board.bay"),
      cell: (charge) => (names.bays.get(charge.charge_point) ?? charge.charge_point) + several(charge),
    },
    {
      label: t("charges.duration"), kind: "right",
      cell: (charge) => duration(charge.started_at, charge.stopped_at ?? undefined),
    },
    { label: t("charges.energy"), kind: "right", cell: (charge) => energy(charge.energy_wh) },
    { label: t("charges.amount"), kind: "right", cell: (charge) => costText(charge.cost) },
  ]
}
