// Any operation of the standard by its name, with a payload in JSON: for those who know what they ask.
import { api } from "../api.js"
import { field, form, objection } from "../components/form.js"
import { json } from "../components/json.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { examples } from "./examples.js"

export const anyOperation = (wallbox) => wallbox.mayAct && ({
  name: "any", title: t("any.title"), hint: t("any.hint"),
  load: () => view(wallbox),
})

const exampleOf = (action) => JSON.stringify(examples[action](), null, 2)

function view({ point }) {
  const first = "GetConfiguration"
  const answer = h("div", { class: "stack", role: "status" })
  const payload = field({
    name: "payload", label: t("any.payload"), hint: t("any.payload-hint"), rows: 9, class: "json",
    value: exampleOf(first), autocomplete: "off", autocapitalize: "off",
  })
  const action = field({
    name: "action", label: t("any.action"), value: first,
    options: Object.keys(examples).map((name) => [name, name]),
    onchange: ({ target }) => {
      payload.querySelector("textarea").value = exampleOf(target.value)
    },
  })
  const onsubmit = async (values) => {
    answer.replaceChildren()
    const got = await api.operate(point.id, values.action, parsed(values.payload)).catch(toPayload)
    const shown = got.status === "error" ? { error: got.code, description: got.description } : got.payload
    answer.replaceChildren(h("h3", null, t("any.answer", { action: values.action })),
      json(shown, t("any.answer", { action: values.action })))
  }
  return [
    h("p", null, t("any.why")),
    form({ submit: t("any.send"), busy: t("operation.waiting"), onsubmit }, action, payload), answer,
  ]
}

function parsed(text) {
  try {
    return JSON.parse(text.trim() || "{}")
  } catch (error) {
    throw objection("payload", t("any.no-json", { cause: error.message }))
  }
}

/** What is wrong inside the payload stands at its field, with the path. */
function toPayload(problem) {
  const inside = problem.errors?.filter(({ path }) => path.startsWith("payload")) ?? []
  if (inside.length) {
    const lines = inside.map(({ path, reason }) => `${path.slice("payload.".length)}: ${reason}`)
    problem.errors = [{ path: "payload", reason: lines.join(" ") }]
  }
  throw problem
}
