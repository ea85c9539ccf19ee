// The cards that a wallbox keeps in itself (its local list), so that they work without this server.
import { api } from "../api.js"
import { toggle } from "../components/switch.js"
import { table } from "../components/table.js"
import { h, icon } from "../dom.js"
import { time } from "../format.js"
import { problemText, t, word } from "../i18n.js"
import { button } from "./ask.js"

export const localList = (wallbox) => ({
  name: "cards", title: t("local-list.title"), hint: t("local-list.hint"),
  state: t(wallbox.point.keeps_local_list ? "local-list.on" : "local-list.off"), live: true,
  load: async (again, tell) => {
    const list = await api.localList(wallbox.point.id)
    tell(t(list.enabled ? "local-list.on" : "local-list.off"))
    return view(list, wallbox, again)
  },
})

function view(list, wallbox, again) {
  const { point, tell, mayAct } = wallbox
  const change = (enabled) => api.keepLocalList(point.id, enabled).then(again)
    .catch((problem) => tell("alarm", problemText(problem)))
  const send = () => api.sendLocalList(point.id).then(again)
  return [
    h("p", null, t("local-list.why")),
    toggle({ label: t("local-list.keep"), on: list.enabled, disabled: !mayAct, change }),
    list.state !== "off" && state(list),
    list.left_out.length > 0 && leftOut(list.left_out),
    list.enabled && list.keys.length > 0 && keys(list.keys),
    list.enabled && mayAct && h("div", null, button(t("local-list.send"), send, wallbox)),
  ]
}

function state(list) {
  const cards = list.max_entries === null ? String(list.entries ?? "–")
    : t("local-list.of", { n: list.entries ?? 0, max: list.max_entries })
  const facts = [
    [t("local-list.cards"), cards], [t("local-list.version"), list.version ?? "–"],
    [t("local-list.at"), time(list.at)],
  ]
  const drawing = { current: "check", refused: "fault" }[list.state] ?? "info"
  const kind = { current: "good", refused: "alarm" }[list.state] ?? ""
  return [
    h("div", { class: `note ${kind}`, role: "status" }, icon(drawing),
      h("p", null, t(`local-list.state.${list.state}`),
        list.detail && h("span", { class: "sub" }, h("code", null, list.detail)))),
    h("dl", { class: "facts" }, facts.map(([label, value]) =>
      h("div", null, h("dt", null, label), h("dd", { class: "number" }, value)))),
  ]
}

function leftOut(cards) {
  return h("div", null, h("h3", null, t("local-list.left-out")),
    h("ul", null, cards.map(({ id_tag: card, reason }) =>
      h("li", null, card ? h("code", null, card) : t("reservation.someone"),
        `: ${word("local-list.reason", reason)}`))))
}

/** What was asked of the wallbox's own settings, what it says now, and whether that fits. */
function keys(list) {
  const fits = ({ wanted, value }) => wanted.toLowerCase() === value?.toLowerCase()
  return h("div", { class: "stack" }, h("h3", null, t("local-list.keys")),
    table(t("local-list.keys"), [
      { label: t("configuration.key"), kind: "lead wide", cell: ({ key }) => h("code", null, key) },
      { label: t("local-list.wanted"), cell: ({ wanted }) => h("code", null, wanted) },
      { label: t("local-list.actual"), cell: ({ value }) => h("code", null, value ?? "–") },
      {
        label: t("local-list.answer"), kind: "wide",
        cell: (key) => (fits(key)
          ? h("span", { class: "cluster" }, icon("check"), t("local-list.fits"))
          : h("span", { class: "cluster" }, icon("info"), word("key-answer", key.answer ?? "none"))),
      },
    ], list))
}
