// Load management: what the house may draw, which circuits share a limit, and what each connector gets now.
import { api } from "../api.js"
import { noteBox } from "../components/note.js"
import { h, icon, refresh } from "../dom.js"
import { t } from "../i18n.js"
import { connectorTable } from "../load/connectors.js"
import { editGroup, groupHead } from "../load/groups.js"
import { siteLimit } from "../load/site.js"
import { soon } from "../soon.js"

export async function page({ me, stream, signal }) {
  const notes = noteBox()
  const box = h("div", { class: "stack wide-apart shares" })
  const view = {
    tell: notes.tell, mayAct: me.role !== "accountant", maySet: ["owner", "manager"].includes(me.role),
  }
  const load = async () => {
    view.load = await api.load()
    refresh(box, [
      h("div", { class: "stack tight" }, h("p", null, t("load.shared")), h("p", null, t("load.fallback"))),
      siteLimit(view), ...groups(view),
    ])
  }
  view.redraw = load
  await load()
  const again = soon(load, 2000)
  for (const kind of ["connector", "charge_point", "settings", "reset"]) {
    stream.addEventListener(kind, again, { signal })
  }
  const timer = setInterval(() => document.hidden || again(), 15000)
  signal.addEventListener("abort", () => clearInterval(timer))
  return { title: t("tab.load"), element: h("div", { class: "stack" }, notes.element, box) }
}

/** Each group with its connectors, then those that hang on none. */
function groups(view) {
  const { groups: list, connectors } = view.load
  const rest = connectors.filter(({ group }) => group === null)
  const add = view.mayAct && h("button", {
    class: "button", type: "button", onclick: () => editGroup(null, view),
  }, icon("add"), t("load.add-group"))
  return [
    ...list.map((group) => h("section", { class: "stack tight", "aria-label": group.name },
      groupHead(group, view), connectorTable(group.name, connectors.filter((each) => each.group === group.id), view))),
    rest.length > 0 && h("section", { class: "stack tight", "aria-labelledby": "load-rest" },
      h("h2", { id: "load-rest" }, t(list.length ? "load.no-group" : "wallbox.connectors")),
      connectorTable(t("load.no-group"), rest, view)),
    connectors.length === 0 && h("p", { class: "quiet" }, t("load.none")),
    h("div", { class: "stack tight" },
      h("p", { class: "quiet" }, t("load.group-hint")), h("div", null, add)),
  ].filter(Boolean)
}
