// One bay: what it is called, where it belongs, who may charge at it.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { choices, field, objection, tick } from "../components/form.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { inOrder } from "./places.js"

const modes = ["assigned", "tenants", "open"]

/** bay: nil adds one without a wallbox. */
export function changeBay({ bay, units, groups, done }) {
  const ofUnit = [["", t("bay.no-unit")], ...[...units.values()].map(({ id, name }) => [id, name])]
  const only = h("fieldset", null, h("legend", null, t("bay.groups")), inOrder(groups).map(({ id, name }) =>
    tick({ name: `group-${id}`, label: name, checked: bay?.groups.includes(id) })))
  only.hidden = (bay?.access ?? "tenants") !== "tenants" || groups.size === 0
  const who = choices({
    name: "access", label: t("bay.access"), value: bay?.access ?? "tenants",
    options: modes.map((mode) => [mode, t(`bay.access.${mode}`), t(`bay.access.${mode}.hint`)]),
  })
  who.onchange = (event) => {
    only.hidden = event.target.value !== "tenants" || groups.size === 0
  }
  decide({
    title: bay ? t("bay.change-this", { name: bay.name }) : t("bay.add"),
    content: [
      field({ name: "name", label: t("bay.name"), hint: t("bay.name-hint"), value: bay?.name ?? "",
        autocomplete: "off" }),
      field({ name: "unit_id", label: t("unit.one"), options: ofUnit, value: bay?.unit_id ?? "" }),
      who, only,
      tick({
        name: "starts", label: t("bay.starts"), hint: t("bay.starts-hint"),
          checked: bay?.starts_when_plugged_in,
      }),
    ],
    action: t("action.save"),
    perform: async (values) => {
      if (!values.name.trim()) throw objection("name", t("bay.name-missing"))
      const change = {
        name: values.name.trim(), unit_id: values.unit_id || null, access: values.access,
        groups: values.access === "tenants"
          ? [...groups.keys()].filter((id) => values[`group-${id}`] === "on") : bay?.groups ?? [],
        starts_when_plugged_in: values.starts === "on",
      }
      await (bay ? api.changeBay(bay.id, change) : api.addBay(change))
      await done()
    },
  })
}
