// Fields and forms: a label above, a hint, the unit in the box, and the server's objections beside the field.
import { h, icon } from "../dom.js"
import { problemText, said, t } from "../i18n.js"

let count = 0

/** One labelled input. options: [[value, text]] makes it a select; rows a box for several lines. */
export function field({
  name, label, hint, unit, type = "text", options, rows, value = "", onchange, ...rest
}) {
  const id = `field-${++count}`
  const props = { id, name, "aria-describedby": `${id}-hint ${id}-wrong`, onchange, ...rest }
  const input = options ? h("select", props, options.map(([key, text]) => option(key, text, value)))
    : rows ? h("textarea", { ...props, rows, spellcheck: "false" }, value)
      : h("input", { ...props, type, value })
  const box = h("div", { class: "box" }, input, unit && h("span", { class: "unit" }, unit))
  if (type === "password") box.append(reveal(input))
  return h("div", { class: "field" }, h("label", { for: id }, label), box,
    h("span", { class: "hint", id: `${id}-hint`, hidden: !hint }, hint),
    h("span", { class: "wrong", id: `${id}-wrong`, hidden: true }))
}

const option = (key, text, chosen) => h("option", { value: key, selected: key === chosen }, text)

/** A box to tick; the form's value is "on", or absent. */
export function tick({ name, label, hint, checked }) {
  return h("label", { class: "option" }, h("input", { type: "checkbox", name, checked }),
    h("span", null, label, hint && h("span", { class: "sub" }, hint)))
}

function reveal(input) {
  const button = h(
    "button", { class: "button plain", type: "button", "aria-pressed": "false" }, t("form.show"),
  )
  button.addEventListener("click", () => {
    const shown = input.type === "text"
    input.type = shown ? "password" : "text"
    button.textContent = shown ? t("form.show") : t("form.hide")
    button.setAttribute("aria-pressed", String(!shown))
  })
  return button
}

/** Radio buttons under one question: choices [[value, text, hint]]. */
export function choices({ name, label, value, options }) {
  const rows = options.map(([key, text, hint]) =>
    h("label", { class: "option" },
      h("input", { type: "radio", name, value: key, checked: key === value }),
      h("span", null, text, hint && h("span", { class: "sub" }, hint))))
  return h("div", { class: "field", role: "radiogroup", "aria-label": label },
    h("span", { class: "label" }, label), rows)
}

/** A form that sends itself once, tells what was refused, and never loses what was typed. */
export function form({ submit, busy, onsubmit, buttons = [] }, ...content) {
  const refusal = h("div", { class: "note alarm", role: "alert", hidden: true }, icon("fault"), h("p"))
  const button = h("button", { class: "button primary", type: "submit" }, submit)
  const element = h("form", { class: "stack", novalidate: true }, content, refusal,
    h("div", { class: "cluster" }, button, buttons))
  element.addEventListener("submit", async (event) => {
    event.preventDefault()
    clear(element, refusal)
    button.disabled = true
    button.textContent = busy ?? t("form.busy")
    await Promise.resolve(onsubmit(Object.fromEntries(new FormData(element)))).catch((problem) => {
      object(element, refusal, problem)
    })
    button.disabled = false
    button.textContent = submit
  })
  return element
}

function clear(element, refusal) {
  refusal.hidden = true
  for (const input of element.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid")
  for (const wrong of element.querySelectorAll(".wrong")) wrong.hidden = true
}

function object(element, refusal, problem) {
  const errors = (problem.errors ?? []).map((error) => [error.path, said(error, error.reason)])
  const named = errors.map(([path, text]) => [element.elements[path], text]).filter(([input]) => input?.id)
  const elsewhere = named.length ? [] : errors.map(([path, text]) => `${path}: ${text}`)
  refusal.lastElementChild.textContent = [problemText(problem), ...elsewhere].join(" ")
  refusal.hidden = false
  for (const [input, text] of named) {
    const wrong = document.getElementById(`${input.id}-wrong`)
    input.setAttribute("aria-invalid", "true")
    wrong.textContent = text
    wrong.hidden = false
  }
  element.querySelector("[aria-invalid]")?.focus()
}

/** An objection of the page itself, in the server's shape. */
export function objection(path, detail) {
  return { status: 422, name: "page", detail, fix: "", errors: path ? [{ path, reason: detail }] : [] }
}
