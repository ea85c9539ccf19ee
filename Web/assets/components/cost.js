// What a charge costs, or in a word why that is not settled.
import { h } from "../dom.js"
import { decimal, money } from "../format.js"
import { t, word } from "../i18n.js"
import { currencyDigits } from "../money.js"
import { table } from "./table.js"

export function costText(cost) {
  const amount = cost?.gross && money(cost.gross, cost.currency)
  const state = cost?.state && cost.state !== "final" && word("cost", cost.state)
  return amount ? [amount, state && h("span", { class: "sub" }, state)] : state || "–"
}

/** "Why this amount": each line of the calculation, its sum, and the sentences of the server. */
export function costProof(charge) {
  const { cost, cost_lines: lines, explanation } = charge
  if (!lines?.length) return null
  const digits = currencyDigits(cost.currency)
  const columns = [
    { label: t("cost.what"), kind: "lead", cell: (line) => word("dimension", line.dimension) },
    {
      label: t("cost.quantity"), kind: "right",
      cell: (line) => `${decimal(line.billed_quantity)} ${word("unit", line.unit)}`,
    },
    { label: t("cost.price"), kind: "right", cell: (line) => decimal(line.unit_price, digits) },
    {
      label: t("cost.vat"), kind: "right",
      cell: (line) => (line.vat_percent === null ? "–" : `${decimal(line.vat_percent)} %`),
    },
    { label: t("cost.amount"), kind: "right", cell: (line) => decimal(line.exact_amount, digits) },
  ]
  const parts = [["net", t("cost.net")], ["vat", t("cost.vat")], ["gross", t("cost.gross")]]
  return h("section", { class: "stack" },
    h("h2", null, t("cost.title")), table(t("cost.title"), columns, lines),
    h("dl", { class: "facts" }, parts.map(([part, label]) =>
      h("div", null, h("dt", null, label), h("dd", { class: "number" }, money(cost[part], cost.currency))))),
    explanation?.length > 0 && h("details", null, h("summary", null, t("cost.explanation")),
      h("ul", { class: "small", lang: "en" }, explanation.map((line) => h("li", null, line)))))
}
