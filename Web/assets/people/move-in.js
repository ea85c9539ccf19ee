// One dialog for a new tenant and for a tenancy of one who is there: who, where, from when, which readings.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { field, objection, tick } from "../components/form.js"
import { h, refresh } from "../dom.js"
import { today } from "../format.js"
import { t } from "../i18n.js"
import { readingFields, readingsFrom } from "./bay-readings.js"
import { beginOf } from "./moment.js"
import { inOrder } from "./places.js"

const another = "+"

/** tenant: nil adds one. */
export function moveIn({ tenant, places, done }) {
  const bays = inOrder(places.bays)
  const readings = h("div", null)
  const chosen = (values) => bays.filter((bay) => values[`bay-${bay.id}`] === "on")
  const redraw = () => {
    const form = readings.closest("form")
    refresh(readings, [readingFields(chosen(Object.fromEntries(new FormData(form))))].filter(Boolean))
  }
  decide({
    title: tenant ? t("move-in.of", { name: tenant.name }) : t("tenant.add"),
    content: [
      !tenant && personFields(places), unitField(places), bayTicks(bays, redraw),
      field({ name: "from", label: t("move-in.from"), type: "date", value: today(),
        hint: t("move-in.from-hint") }),
      readings,
    ],
    action: t(tenant ? "move-in.action" : "action.save"),
    perform: async (values) => {
      if (!tenant && !values.name.trim()) throw objection("name", t("tenant.name-missing"))
      if (!values.from) throw objection("from", t("move-in.from-missing"))
      const held = chosen(values)
      const tenancy = { bays: held.map((bay) => bay.id), from: beginOf(values.from) }
      const given = readingsFrom(values, held)
      if (given.length) tenancy.readings = given
      Object.assign(tenancy, unitOf(values))
      // In one call, so that a refusal leaves nobody without a place behind.
      if (tenant) await api.addTenancy({ ...tenancy, tenant_id: tenant.id })
      else if (!held.length && !values.unit) await api.addTenant(person(values))
      else await api.addTenancy({ ...tenancy, tenant: person(values) }).catch(atFields)
      await done()
    },
  })
}

function personFields(places) {
  const groups = [["", t("person.no-group")], ...inOrder(places.groups).map(({ id, name }) => [id, name])]
  return [
    field({ name: "name", label: t("tenant.name"), hint: t("tenant.name-hint"), autocomplete: "off" }),
    h("div", { class: "fields" },
      field({ name: "email", label: t("person.email"), type: "email", autocomplete: "off" }),
      field({ name: "phone", label: t("person.phone"), type: "tel", autocomplete: "off" })),
    groups.length > 1 && field({ name: "group_id", label: t("person.group"), options: groups }),
  ]
}

/** What of a tenant was filled in. */
export function person({ name, email, phone, group_id: group, language }) {
  const given = { name: name.trim(), email: email.trim(), phone: phone.trim(), group_id: group, language }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value))
}

function unitField(places) {
  const name = field({ name: "new-unit", label: t("unit.new-name"), autocomplete: "off" })
  name.hidden = true
  const options = [["", t("move-in.no-unit")], ...inOrder(places.units)
    .map((unit) => [unit.id, unit.tenancy ? t("move-in.unit-held", { unit: unit.name,
      name: unit.tenancy.tenant_name }) : unit.name]),
  [another, t("unit.another")]]
  const onchange = (event) => {
    name.hidden = event.target.value !== another
  }
  return [field({ name: "unit", label: t("unit.one"), options, onchange }), name]
}

/** A unit that is there by its id, or a new one by its name. */
function unitOf(values) {
  if (values.unit !== another) return values.unit ? { unit_id: values.unit } : {}
  if (!values["new-unit"].trim()) throw objection("new-unit", t("unit.name-missing"))
  return { unit: { name: values["new-unit"].trim() } }
}

/** What the server says of the new tenant, at this form's fields. */
function atFields(problem) {
  for (const error of problem.errors ?? []) error.path = error.path.replace(/^tenant\./, "")
  throw problem
}

function bayTicks(bays, onchange) {
  if (!bays.length) return null
  return h("fieldset", { onchange }, h("legend", null, t("move-in.bays")),
    bays.map((bay) => tick({
      name: `bay-${bay.id}`, label: bay.name, hint: bay.holder && t("bay.held-by", { name: bay.holder.name }),
    })))
}
