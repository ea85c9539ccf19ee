// Dialogs for decisions: they name the thing, the person and the amount. Esc closes, the focus returns.
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { form } from "./form.js"

export function dialog(title, content) {
  const opener = document.activeElement
  const element = h("dialog", { "aria-labelledby": "dialog-title" },
    h("div", { class: "stack" }, h("h2", { id: "dialog-title" }, title), content))
  element.addEventListener("close", () => {
    element.remove()
    opener?.focus()
  })
  document.body.append(element)
  element.showModal()
  return element
}

/** Asks, then does it; a refusal is told inside, so that nothing is lost. */
export function decide({ title, content, action, busy, perform }) {
  const cancel = h(
    "button", { class: "button", type: "button", onclick: () => box.close() }, t("action.cancel"),
  )
  const onsubmit = async (values) => {
    const finished = await perform(values)
    if (finished !== false) box.close()
  }
  const box = dialog(title, form({ submit: action, busy, onsubmit, buttons: [cancel] }, content))
  return box
}
