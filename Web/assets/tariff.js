// A tariff in the format of `wattkeeper price`, read for people and written from the price form.
import { decimal, money } from "./format.js"
import { t } from "./i18n.js"

export const dimensions = ["ENERGY", "FLAT", "TIME", "PARKING_TIME"]

/** {prices: {ENERGY: "0.38", …}, vat, gross, special}; special: there are rules these prices do not tell. */
export function headline(tariff) {
  const elements = tariff.elements ?? []
  const plainElements = elements.filter((element) => !element.restrictions)
  const components = plainElements.flatMap((element) => element.price_components)
  const prices = {}
  for (const { type, price } of components) prices[type] ??= price
  const rules = tariff.dynamic ?? tariff.vat_changes ?? tariff.min_price ?? tariff.max_price
  return {
    prices,
    vat: components[0]?.vat ?? tariff.default_vat ?? null,
    gross: tariff.tax_included === "YES",
    special: Boolean(rules) || plainElements.length < elements.length,
  }
}

/** Each price with its words: {name: "Energy", amount: "0.38", unit: "CHF / kWh"}. */
export function priceLines(tariff) {
  const { prices } = headline(tariff)
  return dimensions.filter((type) => prices[type] !== undefined)
    .map((type) => ({
      name: t(`price.${type}`),
      amount: money(prices[type]),
      unit: `${tariff.currency} / ${t(`price.per.${type}`)}`,
    }))
}

export function taxNote(tariff) {
  const { vat, gross, special } = headline(tariff)
  const tax = vat === null ? t("price.no-vat") : t(
    gross ? "price.with-vat" : "price.plus-vat", { vat: decimal(vat) },
  )
  return special ? `${tax} ${t("price.special")}` : tax
}

/** prices: decimal texts by dimension, those that are charged. Prices as typed include VAT. */
export function makeTariff(prices, currency, vat) {
  const components = dimensions.filter((type) => prices[type])
    .map((type) => ({ type, price: prices[type], step_size: 1, vat }))
  return { currency, tax_included: "YES", elements: [{ price_components: components }] }
}
