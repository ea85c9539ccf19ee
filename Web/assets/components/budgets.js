// Budgets of a tenant or guest: what may be used in a day, a week, a month or at all, and what was.
import { api } from "../api.js"
import { h } from "../dom.js"
import { kWh, money } from "../format.js"
import { t, word } from "../i18n.js"
import { decide } from "./dialog.js"
import { field, objection, tick } from "./form.js"

const periods = ["day", "week", "month", "total"]

/** "8.20 of 20.00 kWh this month", and what that means when it is nearly or all used. */
export function budgetText(budget) {
  const { period, energy_wh: energy, used_wh: used, amount, used_amount: spent, currency, state } = budget
  const values = [
    energy !== null && t("budget.used", { used: kWh(used), most: kWh(energy), unit: "kWh" }),
    amount !== null && t("budget.used", { used: money(spent), most: money(amount), unit: currency }),
  ].filter(Boolean).join(", ")
  const more = state === "enough" ? "" : ` (${word("budget.state", state)})`
  return `${word("budget.period", period)}: ${values}${more}`
}

/** Asks for all of them at once; an empty line is no budget. */
export async function budgetsDialog({ tenant, done }) {
  const [budgets, { currency }] = await Promise.all([api.budgets(tenant.id), api.site()])
  const kept = new Map(budgets.map((budget) => [budget.period, budget]))
  decide({
    title: t("budget.of", { name: tenant.name }),
    content: [h("p", null, t("budget.text")), ...periods.map((period) => line(period, kept.get(period), currency))],
    action: t("action.save"),
    perform: async (values) => {
      const items = periods.map((period) => read(period, values)).filter(Boolean)
      await api.setBudgets(tenant.id, items).catch((problem) => {
        throw named(problem, items)
      })
      await done()
    },
  })
}

function line(period, budget, currency) {
  const number = (name, label, unit, value) => field({
    name: `${name}-${period}`, label, unit, value, inputmode: "decimal", autocomplete: "off",
  })
  return h("fieldset", { class: "stack tight" }, h("legend", null, word("budget.period", period)),
    budget && h("p", { class: "quiet" }, budgetText(budget)),
    number("energy", t("budget.energy"), "kWh", budget?.energy_wh ? String(budget.energy_wh / 1000) : ""),
    number("amount", t("budget.amount"), currency, budget?.amount ?? ""),
    number("warns", t("budget.warns"), "%", String(budget?.warns_at_percent ?? 80)),
    tick({ name: `stops-${period}`, label: t("budget.stops"), checked: budget?.stops ?? true }))
}

function read(period, values) {
  const text = (name) => (values[`${name}-${period}`] ?? "").trim().replace(",", ".")
  if (!text("energy") && !text("amount")) return null
  const energy = Math.round(Number(text("energy")) * 1000)
  if (Number.isNaN(energy)) throw objection(`energy-${period}`, t("budget.number"))
  return {
    period, energy_wh: text("energy") ? energy : null, amount: text("amount") || null,
    warns_at_percent: Number(text("warns")) || 80, stops: values[`stops-${period}`] === "on",
  }
}

/** The server's objections at this form's fields. */
function named(problem, items) {
  const names = { energy_wh: "energy", amount: "amount", warns_at_percent: "warns" }
  for (const error of problem.errors ?? []) {
    const [, index, name] = /^items\[(\d+)\]\.(\w+)$/.exec(error.path) ?? []
    if (names[name]) error.path = `${names[name]}-${items[index].period}`
  }
  return problem
}
