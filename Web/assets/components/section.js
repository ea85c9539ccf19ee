// A part of a page that opens when it is wanted. What stands in it is read when it opens, not before.
import { h, refresh } from "../dom.js"
import { problemText, t } from "../i18n.js"

/** load(again) answers the elements; again() reads and draws anew. `state` says in a word how it stands. */
export function section({ name, title, hint, state, load, open }) {
  const body = h("div", { class: "section-body stack" })
  const mark = h("span", { class: "quiet" }, state)
  const again = async () => {
    try {
      refresh(body, [await load(again, (text) => mark.replaceChildren(text))].flat(Infinity).filter(Boolean))
    } catch (problem) {
      if (!("status" in problem)) console.error(problem)
      const retry = h("button", { class: "button", type: "button", onclick: again }, t("action.again"))
      refresh(body, [h("p", { role: "alert" }, problemText(problem)), h("div", null, retry)])
    }
  }
  const element = h("details", { class: "section", id: `part-${name}`, open },
    h("summary", null, h("span", null, h("span", { class: "section-title" }, title),
      hint && h("span", { class: "sub" }, hint)), mark), body)
  element.addEventListener("toggle", () => {
    if (!element.open || body.hasChildNodes()) return
    body.append(h("p", { class: "quiet" }, t("shell.loading")))
    again()
  })
  return { element, again: () => element.open && again() }
}
