// The wallbox's own configuration keys (GetConfiguration), read when asked for, changed one by one.
import { api } from "../api.js"
import { h } from "../dom.js"
import { problemText, t } from "../i18n.js"
import { decide } from "./dialog.js"
import { field, objection } from "./form.js"
import { outcome } from "./operations.js"
import { table } from "./table.js"

export function configuration(point, name, tell) {
  const list = h("div", { role: "status" }, h("p", { class: "quiet" }, t("configuration.hint")))
  const read = async () => {
    list.replaceChildren(h("p", null, t("configuration.reading")))
    try {
      const answer = await api.operate(point.id, "GetConfiguration", {})
      list.replaceChildren(shown(answer, point, name, tell, read))
    } catch (problem) {
      list.replaceChildren(h("p", null, problemText(problem)))
    }
  }
  const button = h("button", { class: "button", type: "button", onclick: read }, t("configuration.read"))
  return h("section", { class: "card stack" }, h("h2", null, t("configuration.title")),
    h("div", null, button), list)
}

function shown(answer, point, name, tell, read) {
  if (answer.status === "error") return h("p", null, outcome(answer, name).text)
  const keys = answer.payload.configurationKey ?? []
  const change = (entry) =>
    h("button", {
      class: "button compact", type: "button", "aria-label": t(
        "configuration.change-key", { key: entry.key },
      ),
      onclick: () => ask(entry, point, name, tell, read),
    }, t("configuration.change"))
  return table(t("configuration.title"), [
    { label: t("configuration.key"), kind: "lead wide", cell: (entry) => h("code", null, entry.key) },
    { label: t("configuration.value"), kind: "wide", cell: (entry) => h("code", null, entry.value ?? "–") },
    {
      label: t("configuration.change"), kind: "actions",
      cell: (entry) => (entry.readonly ? t("configuration.fixed") : change(entry)),
    },
  ], keys)
}

function ask(entry, point, name, tell, read) {
  decide({
    title: t("configuration.change-at", { key: entry.key, name }),
    content: field({
      name: "value", label: t("configuration.value"), value: entry.value ?? "", autocomplete: "off",
    }),
    action: t("configuration.change"),
    busy: t("operation.waiting"),
    perform: async ({ value }) => {
      const answer = await api.operate(point.id, "ChangeConfiguration", { key: entry.key, value })
      const { good, text } = outcome(answer, name)
      if (!good) throw objection("value", text)
      tell("good", text)
      await read()
    },
  })
}
