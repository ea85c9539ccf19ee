// What a tenant may use, and has used, in a day, a week, a month or in all.
import { budgetsDialog, budgetText } from "../components/budgets.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"

export function budgetPart({ tenant, budgets, manages, done }) {
  const change = manages && h("button", {
    class: "button", type: "button", "aria-label": t("budget.of", { name: tenant.name }),
    onclick: () => budgetsDialog({ tenant, done }),
  }, t("action.change"))
  return h("section", { class: "stack", "aria-labelledby": "own-budgets" },
    h("div", { class: "cluster spread" }, h("h2", { id: "own-budgets" }, t("budget.title")), change),
    budgets.length ? budgets.map((budget) => h("p", null, budgetText(budget)))
      : h("p", { class: "quiet" }, t("budget.none")))
}
