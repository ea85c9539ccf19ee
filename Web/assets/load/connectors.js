// Connectors that share: what each may draw, gets and draws, and in words why.
import { api } from "../api.js"
import { badge } from "../components/badge.js"
import { decide } from "../components/dialog.js"
import { choices, field, objection } from "../components/form.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { amps, time } from "../format.js"
import { t } from "../i18n.js"

/** The states of sharing in the colours and shapes of the board. */
const looks = {
  unmanaged: "unavailable", idle: "free", charging: "charging", waiting: "waiting", unreachable: "offline",
  unsupported: "paused", disobeying: "fault",
}

export function connectorTable(caption, connectors, view) {
  if (connectors.length === 0) return h("p", { class: "quiet" }, t("load.empty-group"))
  return table(caption, [
    { label: t("board.bay"), kind: "lead", cell: (each) => each.name },
    {
      label: t("board.state"), kind: "bare wide", cell: (each) => [
        badge(looks[each.state], t(`load.state.${each.state}`)),
        each.state !== "charging" && h("span", { class: "sub" }, sentence(each)),
      ],
    },
    { label: t("load.gets"), kind: "right amps", cell: (each) => amps(each.allotted_a) },
    { label: t("load.draws"), kind: "right amps", cell: (each) => amps(each.measured_a) },
    { label: t("load.can"), kind: "right amps", cell: abilities },
    { label: t("action.change"), kind: "actions", cell: (each) => view.mayAct && change(each, view) },
  ], connectors)
}

/** Why it gets what it gets. */
function sentence(each) {
  const values = {
    allotted: amps(each.allotted_a), measured: amps(each.measured_a), time: time(each.turn_at),
  }
  if (each.state === "waiting" && !each.turn_at) return t("load.says.waiting-soon", values)
  if (each.state === "unreachable" && !each.allotted_a) return t("load.says.unreachable-none", values)
  return t(`load.says.${each.state}`, values)
}

/** What it is able to draw, and what it is left with when this server is away. */
function abilities({ max_a: most, phases, fallback_a: alone }) {
  return [
    amps(most), h("span", { class: "sub" }, t("load.phases", { n: phases })),
    alone !== null && h("span", { class: "sub" }, t("load.alone", { amps: amps(alone) })),
  ]
}

function change(connector, view) {
  return h("button", {
    class: "button compact", type: "button", onclick: () => edit(connector, view),
    "aria-label": t("load.change-connector", { name: connector.name }),
  }, t("action.change"))
}

function edit(connector, view) {
  const groups = [["", t("load.no-group-choice")], ...view.load.groups.map(({ id, name }) => [id, name])]
  decide({
    title: t("load.change-connector", { name: connector.name }),
    content: [
      field({ name: "group", label: t("load.group"), options: groups, value: connector.group ?? "" }),
      field({
        name: "max_a", label: t("load.max"), hint: t("load.max-hint"), unit: "A", inputmode: "numeric",
        autocomplete: "off", value: String(connector.max_a),
      }),
      choices({
        name: "phases", label: t("load.phase-choice"), value: String(connector.phases),
        options: ["1", "2", "3"].map((n) => [n, t("load.phases", { n })]),
      }),
    ],
    action: t("action.save"),
    perform: async ({ group, max_a: typed, phases }) => {
      const most = Number(typed.trim())
      if (!Number.isInteger(most) || most < 6 || most > 125) throw objection("max_a", t("load.max-wrong"))
      await api.changeLoadConnector(connector.charge_point, connector.connector,
        { group: group || null, max_a: most, phases: Number(phases) })
      await view.redraw()
    },
  })
}
