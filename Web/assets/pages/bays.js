// Bays, units and groups: where a car stands, what is let, and who may charge where.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { field, objection } from "../components/form.js"
import { empty } from "../components/note.js"
import { table } from "../components/table.js"
import { h, icon, refresh } from "../dom.js"
import { t, word } from "../i18n.js"
import { changeBay } from "../people/bay-dialog.js"
import { inOrder, mayManage, readPlaces } from "../people/places.js"
import { link } from "../router.js"

export async function page({ me }) {
  const box = h("div", { class: "stack wide-apart" })
  const load = async () => {
    const places = await readPlaces()
    const state = { ...places, manages: mayManage(me), done: load }
    refresh(box, [bayPart(state), unitPart(state), groupPart(state)])
  }
  await load()
  return { title: t("tab.bays"), element: box }
}

/** The same is said of units and of groups, in other words. */
const say = { unit: (part) => t(`unit.${part}`), group: (part) => t(`group.${part}`) }

function part(title, hint, id, add, content) {
  return h("section", { class: "stack", "aria-labelledby": id },
    h("div", { class: "cluster spread" }, h("div", null, h("h2", { id }, title), h("p", { class: "quiet" },
      hint)), add),
    content)
}

function button(text, onclick, label) {
  return h("button", { class: "button compact", type: "button", onclick, "aria-label": label }, text)
}

const adding = (state, text, onclick) => state.manages &&
  h("button", { class: "button", type: "button", onclick }, icon("add"), text)

function bayPart(state) {
  const bays = inOrder(state.bays)
  const add = adding(state, t("bay.add"), () => changeBay({ ...state, bay: null }))
  const columns = [
    {
      label: t("bay.one"), kind: "lead",
      cell: (bay) => [bay.name, h("span", { class: "sub" }, bay.charge_point
        ? `${bay.charge_point}, ${bay.connector}` : t("bay.no-wallbox"))],
    },
    { label: t("unit.one"), cell: (bay) => state.units.get(bay.unit_id)?.name ?? "–" },
    {
      label: t("bay.holder"),
      cell: (bay) => (bay.holder ? h("a", { href: link("tenants", bay.holder.tenant_id) }, bay.holder.name)
        : "–"),
    },
    {
      label: t("bay.access"),
      cell: (bay) => [
        word("bay.access", bay.access),
        bay.access === "tenants" && bay.groups.length > 0 && h("span", { class: "sub" }, t("bay.only-groups",
          {
          names: bay.groups.map((id) => state.groups.get(id)?.name ?? id).join(", "),
        })),
        bay.starts_when_plugged_in && h("span", { class: "sub" }, t("bay.starts-short")),
      ],
    },
    { label: t("bay.code"), cell: (bay) => h("code", null, bay.id) },
    {
      label: t("action.change"), kind: "actions",
      cell: (bay) => state.manages && button(
        t("action.change"), () => changeBay({ ...state, bay }), t("bay.change-this", { name: bay.name })),
    },
  ]
  const stickers = state.manages && h("a", { class: "button", href: link("stickers") }, t("stickers.title"))
  return part(t("tab.bays"), t("bay.hint"), "bays", bays.length > 0 && h("div", { class: "cluster" },
    stickers, add),
    bays.length ? table(t("tab.bays"), columns, bays) : empty(t("bay.none"), t("bay.none-text"),
      h("div", { class: "cluster" }, h("a", { class: "button primary", href: link("wallboxes") },
        t("bay.to-wallboxes")), add)))
}

function unitPart(state) {
  const units = inOrder(state.units)
  const columns = [
    { label: t("unit.one"), kind: "lead", cell: (unit) => unit.name },
    {
      label: t("unit.tenant"),
      cell: ({ tenancy }) => (tenancy ? h("a", { href: link("tenants", tenancy.tenant_id) },
        tenancy.tenant_name) : t("unit.vacant")),
    },
    { label: t("tab.bays"), cell: (unit) => unit.bays.map((id) =>
      state.bays.get(id)?.name ?? id).join(", ") || "–" },
    changing(state, "unit", api.changeUnit, api.deleteUnit),
  ]
  return part(t("unit.many"), t("unit.hint"), "units",
    adding(state, t("unit.add"), () => name({ what: "unit", save: api.addUnit, done: state.done })),
    units.length > 0 && table(t("unit.many"), columns, units))
}

function groupPart(state) {
  const groups = inOrder(state.groups)
  const columns = [
    { label: t("group.one"), kind: "lead", cell: (group) => group.name },
    { label: t("tab.tenants"), kind: "right", cell: (group) => String(group.tenants) },
    changing(state, "group", api.changeGroup, api.deleteGroup),
  ]
  return part(t("group.many"), t("group.hint"), "groups",
    adding(state, t("group.add"), () => name({ what: "group", save: api.addGroup, done: state.done })),
    groups.length > 0 && table(t("group.many"), columns, groups))
}

function changing(state, what, change, remove) {
  return {
    label: t("action.change"), kind: "actions",
    cell: (item) => state.manages && h("div", { class: "cluster" },
      button(t("place.rename"), () => name({
        what, item, save: (text) => change(item.id, { name: text }), done: state.done,
      }), t("place.rename-this", { name: item.name })),
      button(t("place.remove"), () => decide({
        title: t("place.remove-this", { name: item.name }), content: h("p", null, say[what]("remove-hint")),
        action: t("place.remove"),
        perform: async () => {
          await remove(item.id)
          await state.done()
        },
      }), t("place.remove-this", { name: item.name }))),
  }
}

/** Asks for the name of a unit or a group. */
function name({ what, item, save, done }) {
  decide({
    title: item ? t("place.rename-this", { name: item.name }) : say[what]("add"),
    content: field({
      name: "name", label: say[what]("new-name"), hint: say[what]("name-hint"), value: item?.name ?? "",
        autocomplete: "off",
    }),
    action: t("action.save"),
    perform: async ({ name: text }) => {
      if (!text.trim()) throw objection("name", say[what]("name-missing"))
      await save(text.trim())
      await done()
    },
  })
}
