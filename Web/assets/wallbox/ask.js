// Asking a wallbox from its page: a button tells the answer as a message, a form in itself.
import { api } from "../api.js"
import { objection } from "../components/form.js"
import { outcome } from "../components/operations.js"
import { h } from "../dom.js"
import { problemText, t } from "../i18n.js"

/** Whether the wallbox agreed; either way it is told. */
export async function ask({ point, name, tell }, action, payload) {
  tell("", t("operation.waiting"))
  try {
    const { good, text } = outcome(await api.operate(point.id, action, payload), name)
    tell(good ? "good" : "alarm", text)
    return good
  } catch (problem) {
    tell("alarm", problemText(problem))
    return false
  }
}

/** The answer of a wallbox that agreed; else throws what a form shows, at its field `at` if one is named. */
export async function demand({ point, name, tell }, action, payload, at = null) {
  const answer = await api.operate(point.id, action, payload)
  const { good, text } = outcome(answer, name)
  if (!good) throw objection(at, text)
  tell("good", text)
  return answer.payload
}

/** A button that works once at a time and tells what went wrong. */
export function button(text, act, { tell }, props = {}) {
  const onclick = async ({ currentTarget }) => {
    currentTarget.disabled = true
    await Promise.resolve(act()).catch((problem) => tell("alarm", problemText(problem)))
    currentTarget.disabled = false
  }
  return h("button", { class: "button", type: "button", onclick, ...props }, text)
}
