// The end of a tenancy in one dialog: the last day, the final readings, what is owed up to then, who follows.
// The amount and the person are named before the button.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { field, objection, tick } from "../components/form.js"
import { h, refresh } from "../dom.js"
import { day, energy, money, today } from "../format.js"
import { problemText, t } from "../i18n.js"
import { readingFields, readingsFrom } from "./bay-readings.js"
import { endOf } from "./moment.js"

const somebodyNew = "+"

export function moveOut({ tenant, tenancy, places, tenants, done }) {
  const bays = tenancy.bays.map((id) => places.bays.get(id)).filter(Boolean)
  const statement = h("div", { class: "note", role: "status" })
  const show = (date) => preview({ statement, tenant, tenancy, date })
  decide({
    title: t("move-out.of", { name: tenant.name }),
    content: [
      field({
        name: "to", label: t("move-out.to"), type: "date", value: today(), hint: t("move-out.to-hint"),
        onchange: (event) => show(event.target.value),
      }),
      readingFields(bays), follower(tenant, tenants),
      tick({ name: "block_cards", label: t("move-out.block"), hint: t("move-out.block-hint"),
        checked: true }),
      statement,
    ],
    action: t("move-out.action"),
    perform: async (values) => {
      if (!values.to) throw objection("to", t("move-out.to-missing"))
      await api.endTenancy(tenancy.id, {
        to: endOf(values.to), readings: readingsFrom(values, bays), next: next(values),
        block_cards: values.block_cards === "on",
      })
      await done()
    },
  })
  show(today())
}

/** What the tenant owes up to the end of that day; a later question wins over an earlier answer. */
async function preview({ statement, tenant, tenancy, date }) {
  statement.asked = date
  refresh(statement, [h("p", null, t("shell.loading"))])
  const lines = date ? await owed(tenant, tenancy, date) : [h("p", null, t("move-out.to-missing"))]
  if (statement.asked === date) refresh(statement, [h("div", { class: "stack tight" }, lines)])
}

const owed = (tenant, tenancy, date) => api.finalOf(tenancy.id, endOf(date))
  .then(({ final }) => told(final, tenant, date)).catch((problem) => [h("p", null, problemText(problem))])

function told(final, tenant, date) {
  const values = {
    name: tenant.name, day: day(endOf(date)), n: final.charges, energy: energy(final.energy_wh),
    amount: money(final.gross, final.currency),
  }
  return [
    h("p", null, t("move-out.owes", values)),
    h("p", { class: "amount number" }, values.amount),
    h("p", { class: "quiet" }, t("move-out.net", {
      net: money(final.net, final.currency), vat: money(final.vat, final.currency),
    })),
    final.charges_after > 0 && h("p", { class: "wrong" }, t("move-out.after", { n: final.charges_after })),
    final.open_charges > 0 && h("p", { class: "wrong" }, t("move-out.open", { n: final.open_charges })),
  ].filter(Boolean)
}

function follower(tenant, tenants) {
  const name = field({ name: "next-name", label: t("tenant.name"), hint: t("tenant.name-hint"),
    autocomplete: "off" })
  name.hidden = true
  const others = tenants.filter(({ id, archived_at: archived, kind }) =>
    id !== tenant.id && !archived && kind !== "guest").map(({ id, name: text }) => [id, text])
  const onchange = (event) => {
    name.hidden = event.target.value !== somebodyNew
  }
  return [
    field({
      name: "next", label: t("move-out.next"), onchange,
      options: [["", t("move-out.next-none")], [somebodyNew, t("move-out.next-new")], ...others],
    }),
    name,
  ]
}

function next({ next: chosen, "next-name": name }) {
  if (!chosen) return null
  if (chosen !== somebodyNew) return { tenant_id: chosen }
  if (!name.trim()) throw objection("next-name", t("tenant.name-missing"))
  return { name: name.trim() }
}
