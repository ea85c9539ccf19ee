// The connectors of a wallbox: what each does now, and what can be asked of it.
import { badge } from "../components/badge.js"
import { operationsSheet } from "../components/operations.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { kW } from "../format.js"
import { has, t } from "../i18n.js"
import { link } from "../router.js"

export function connectors(wallbox) {
  const { point, mayAct, mayReadPeople } = wallbox
  const known = point.connectors.filter(({ connector }) => connector > 0)
  const charge = ({ transaction_id: id }) =>
    id && mayReadPeople && h("a", { href: link("charges", id) }, t("charge.title", { id }))
  return h("section", { class: "stack", "aria-labelledby": "connectors" },
    h("h2", { id: "connectors" }, t("wallbox.connectors")),
    known.length === 0 && h("p", { class: "quiet" }, t("wallbox.no-connectors")),
    table(t("wallbox.connectors"), [
      { label: t("wallbox.connector"), kind: "lead", cell: (each) => t("profile.connector", each) },
      {
        label: t("board.state"), kind: "bare",
        cell: (each) => each.state && [badge(each.state),
          has(`status.${each.status}`) && h("span", { class: "sub" }, t(`status.${each.status}`))],
      },
      { label: "kW", kind: "right", cell: (each) => (each.power_w ? kW(each.power_w) : "–") },
      { label: t("tab.charges"), cell: charge },
      { label: t("board.actions"), kind: "actions", cell: (each) => mayAct && asking(wallbox, each) },
    ], known.length ? known : [{ connector: 1 }]))
}

function asking({ point, name, tell }, { connector }) {
  const bay = point.connectors.length > 1 ? `${name} / ${connector}` : name
  const open = () => operationsSheet({ chargePoint: point.id, connector, bay, tell })
  return h("button", {
    class: "button compact", type: "button", onclick: open, "aria-label": t("wallbox.ask", { bay }),
  }, t("wallbox.ask-short"))
}
