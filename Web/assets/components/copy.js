// A text to carry elsewhere. Plain HTTP has no clipboard API: the text is selected, and copied where the
// browser still allows it.
import { h, icon } from "../dom.js"
import { t } from "../i18n.js"

/** kind: "" (large), "small", or "long" for many lines. */
export function copyable(text, label, kind = "") {
  const code = h("code", {
    class: `address ${kind}`, tabindex: "0", "aria-label": `${label}: ${text}`, role: "group",
  }, text)
  const words = h("span", null, t("action.copy"))
  const spoken = h("span", { class: "unseen", role: "status" })
  const button = h("button", { class: "button", type: "button" }, icon("copy"), words,
    h("span", { class: "unseen" }, label))
  button.addEventListener("click", () => {
    getSelection().selectAllChildren(code)
    words.textContent = document.execCommand("copy") ? t("action.copied") : t("action.copy-by-hand")
    spoken.textContent = words.textContent
  })
  return h("div", { class: "copy" }, code, button, spoken)
}
