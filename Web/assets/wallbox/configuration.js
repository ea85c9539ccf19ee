// The wallbox's own configuration keys as they were read last, changed one by one.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { field } from "../components/form.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { time } from "../format.js"
import { t, word } from "../i18n.js"
import { button, demand } from "./ask.js"

/** More keys than one can overlook get a search field. */
const many = 12

export const configuration = (wallbox) => ({
  name: "configuration", title: t("configuration.title"), hint: t("configuration.hint"),
  load: async (again) => {
    const { items } = await api.configuration(wallbox.point.id)
    return view(items, wallbox, again)
  },
})

function view(keys, wallbox, again) {
  const list = h("div")
  const newest = keys.map(({ read_at: at }) => at ?? "").sort().at(-1)
  let sought = ""
  const draw = () => {
    const found = keys.filter(({ key }) => key.toLowerCase().includes(sought))
    list.replaceChildren(found.length ? shown(found, newest, wallbox, again)
      : h("p", { class: "quiet" }, t(keys.length ? "configuration.none-found" : "configuration.none")))
  }
  const search = field({
    label: t("configuration.search"), type: "search", name: "search", autocomplete: "off",
    oninput: ({ target }) => {
      sought = target.value.trim().toLowerCase()
      draw()
    },
  })
  const read = async () => {
    await api.readConfiguration(wallbox.point.id)
    await again()
  }
  draw()
  return [
    h("p", null, t("configuration.why")),
    h("div", { class: "cluster" }, wallbox.mayAct && button(t("configuration.read"), read, wallbox),
      newest && h("span", { class: "quiet" }, t("configuration.read-at", { time: time(newest) }))),
    keys.length > many && h("div", { class: "filters" }, search), list,
  ]
}

function shown(keys, newest, wallbox, again) {
  const change = (entry) =>
    button(t("configuration.change"), () => ask(entry, wallbox, again), wallbox, {
      class: "button compact", "aria-label": t("configuration.change-key", { key: entry.key }),
    })
  return table(t("configuration.title"), [
    { label: t("configuration.key"), kind: "lead wide", cell: (entry) => h("code", null, entry.key) },
    {
      label: t("configuration.value"), kind: "wide",
      cell: (entry) => [value(entry), age(entry, newest), wish(entry)],
    },
    {
      label: t("configuration.change"), kind: "actions",
      cell: (entry) => (entry.readonly ? t("configuration.fixed") : wallbox.mayAct && change(entry)),
    },
  ], keys)
}

const isPassword = ({ key }) => key.toLowerCase() === "authorizationkey"

function value(entry) {
  if (isPassword(entry)) return t("configuration.secret")
  return h("code", null, entry.value ?? "–")
}

/** When it was read, where that is much older than the rest. */
function age({ read_at: at }, newest) {
  if (at && Date.parse(newest) - Date.parse(at) < 300000) return null
  const text = at ? t("configuration.read-at", { time: time(at) }) : t("configuration.not-read")
  return h("span", { class: "sub" }, text)
}

/** What was asked of it last, where that is not what it says. */
function wish({ value, wanted, answer, answered_at: at }) {
  if (wanted === null || wanted === value) return null
  const facts = { wanted, answer: word("key-answer", answer ?? "none"), time: time(at) }
  return h("span", { class: "sub" }, t("configuration.wanted", facts))
}

function ask(entry, wallbox, again) {
  decide({
    title: t("configuration.change-at", { key: entry.key, name: wallbox.name }),
    content: field({
      name: "value", label: t("configuration.value"), value: isPassword(entry) ? "" : entry.value ?? "",
      autocomplete: "off",
    }),
    action: t("configuration.change"),
    busy: t("operation.waiting"),
    perform: async ({ value }) => {
      await demand(wallbox, "ChangeConfiguration", { key: entry.key, value }, "value")
      await again()
    },
  })
}
