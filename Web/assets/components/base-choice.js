// Which of the server's addresses goes on paper, and the warning when what was printed is no longer right.
import { h, icon } from "../dom.js"
import { t } from "../i18n.js"
import { field } from "./form.js"

/** The best one first; a base that was printed and is still right stays. */
export function baseChoice({ bases, printed }, onchange) {
  return field({
    name: "base", label: t("paper.base"), hint: t("paper.base-hint"),
    value: bases.includes(printed) ? printed : bases[0], options: bases.map((base) => [base, base]),
    onchange: ({ target }) => onchange?.(target.value),
  })
}

export function addressWarning({ printed, changed }) {
  return changed && h("div", { class: "note alarm", role: "alert" }, icon("fault"),
    h("p", null, t("paper.changed", { printed })))
}
