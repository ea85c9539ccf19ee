// The next price: per kWh first, the rest closed by default; an example that follows the typing.
import { api } from "../api.js"
import { h } from "../dom.js"
import { decimal, midnight, money, today } from "../format.js"
import { t } from "../i18n.js"
import { currencyDigits, micro, plain, worked } from "../money.js"
import { dimensions, headline, makeTariff } from "../tariff.js"
import { field, form, objection } from "./form.js"

/** 20 kWh in three hours at the bay, of which the car charged for two. */
const example = { ENERGY: 20n, FLAT: 1n, TIME: 2n, PARKING_TIME: 1n }

export function priceForm({ current, vat, currency, done }) {
  const before = current && headline(current.tariff)
  const known = before?.gross ? before : { prices: {}, vat: null }
  const input = (type) =>
    field({
      name: type, label: t(`price.${type}`), hint: t(`price.${type}.hint`), inputmode: "decimal",
      autocomplete: "off", unit: `${currency} / ${t(`price.per.${type}`)}`,
      value: known.prices[type] ? decimal(known.prices[type]) : "",
    })
  const extras = dimensions.slice(1)
  const result = h("p", { role: "status", class: "note good" })
  const element = form({ submit: t("price.save"), onsubmit: (values) => save(values, currency).then(done) },
    h("div", { class: "fields" }, input("ENERGY"),
      field({
        name: "vat", label: t("settings.vat"), hint: t("price.vat-hint"), unit: "%", inputmode: "decimal",
        value: decimal(known.vat ?? vat), autocomplete: "off",
      })),
    h("details", { open: extras.some((type) => known.prices[type]) },
      h("summary", null, t("price.more")), h("div", { class: "fields" }, extras.map(input))),
    h("div", { class: "fields" },
      field({
        name: "from", label: t("price.valid-from"), hint: t("price.from-hint"), type: "date",
        value: today(), min: today(),
      }),
      field({
        name: "name", label: t("price.name"), hint: t("price.name-hint"),
        value: current?.name ?? t("price.name-first"),
      })),
    result)
  const draw = () => result.replaceChildren(exampleText(new FormData(element), currency))
  element.addEventListener("input", draw)
  draw()
  return h(
    "section", { class: "card stack" }, h("h2", null, t(current ? "price.next" : "price.first")), element,
  )
}

/** What was typed, in millionths; an empty fee is none. Throws what is not a number. */
function read(values) {
  const prices = {}
  for (const type of [...dimensions, "vat"]) {
    const typed = values[type].trim()
    const value = typed ? micro(typed) : 0n
    if (value === null) throw objection(type, t("price.not-a-number"))
    prices[type] = value
  }
  const { vat, ...rest } = prices
  return { prices: rest, vat }
}

function exampleText(data, currency) {
  try {
    const { prices, vat } = read(Object.fromEntries(data))
    const sum = worked(prices, example, vat, currencyDigits(currency))
    const facts = { amount: money(sum.gross, currency), vat: money(sum.vat, currency) }
    return t(prices.TIME || prices.PARKING_TIME ? "price.example-time" : "price.example", facts)
  } catch (problem) {
    return problem.detail
  }
}

async function save(values, currency) {
  const { prices, vat } = read(values)
  if (prices.ENERGY + prices.FLAT + prices.TIME + prices.PARKING_TIME === 0n) {
    throw objection("ENERGY", t("price.missing"))
  }
  const texts = {}
  for (const type of dimensions) if (prices[type] > 0n) texts[type] = plain(prices[type])
  const later = values.from && values.from > today() ? midnight(values.from) : undefined
  const name = values.name.trim() || t("price.name-first")
  await api.addTariff({ name, valid_from: later, tariff: makeTariff(texts, currency, plain(vat)) })
}
