// Groups: connectors on one circuit, which share its fuse.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { field, objection } from "../components/form.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { gauge } from "./gauge.js"

export function groupHead(group, view) {
  const button = (text, label, act) =>
    h("button", { class: "button compact", type: "button", onclick: act, "aria-label": label }, text)
  const { name } = group
  return h("div", { class: "card stack" },
    h("div", { class: "cluster spread" }, h("h2", null, name),
      view.mayAct && h("div", { class: "cluster" },
        button(t("action.change"), t("load.change-group", { name }), () => editGroup(group, view)),
        button(t("load.delete"), t("load.delete-group", { name }), () => remove(group, view)))),
    gauge(name, group))
}

export function editGroup(group, view) {
  decide({
    title: group ? t("load.change-group", { name: group.name }) : t("load.add-group"),
    content: [
      field({
        name: "name", label: t("load.group-name"), hint: t("load.group-name-hint"), value: group?.name,
        autocomplete: "off",
      }),
      field({
        name: "limit_a", label: t("load.limit"), hint: t("load.group-limit-hint"), unit: "A",
        inputmode: "numeric", autocomplete: "off", value: group ? String(group.limit_a) : "",
      }),
    ],
    action: t("action.save"),
    perform: async ({ name, limit_a: typed }) => {
      if (!name.trim()) throw objection("name", t("load.name-missing"))
      if (!/^[1-9]\d*$/.test(typed.trim())) throw objection("limit_a", t("load.whole"))
      const wanted = { name: name.trim(), limit_a: Number(typed) }
      await (group ? api.changeLoadGroup(group.id, wanted) : api.addLoadGroup(wanted))
      await view.redraw()
    },
  })
}

function remove(group, view) {
  decide({
    title: t("load.delete-group", { name: group.name }),
    content: h("p", null, t("load.delete-hint")),
    action: t("load.delete"),
    perform: async () => {
      await api.deleteLoadGroup(group.id)
      await view.redraw()
    },
  })
}
