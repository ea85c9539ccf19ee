// Exact sums for the worked example: millionths in BigInt, rounded once, half away from zero, as the server
// does.
const million = 1000000n

/** "0,38" or "0.38" as millionths; null when it is not a number with at most six decimals. */
export function micro(text) {
  const match = /^(\d{1,9})(?:[.,](\d{0,6}))?$/.exec(text.trim())
  return match ? BigInt(match[1]) * million + BigInt((match[2] ?? "").padEnd(6, "0")) : null
}

/** Millionths as the API writes decimals: "0.38". */
export function plain(value) {
  const rest = String(value % million).padStart(6, "0").replace(/0+$/, "")
  return String(value / million) + (rest && "." + rest)
}

export const currencyDigits = (currency) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits

/** Rounds a fraction of non-negative integers to an integer. */
const round = (numerator, denominator) => (2n * numerator + denominator) / (2n * denominator)

/** Gross and the VAT in it as decimal texts; prices and vat in millionths, quantities whole numbers. */
export function worked(prices, quantities, vat, digits) {
  const gross = Object.keys(prices).reduce((sum, key) => sum + prices[key] * quantities[key], 0n)
  const minor = 10n ** BigInt(digits)
  const grossMinor = round(gross * minor, million)
  const netMinor = round(gross * minor * 100n, 100n * million + vat)
  return {
    gross: text(grossMinor, digits), net: text(netMinor, digits), vat: text(grossMinor - netMinor, digits),
  }
}

function text(minor, digits) {
  const all = String(minor).padStart(digits + 1, "0")
  return digits ? `${all.slice(0, -digits)}.${all.slice(-digits)}` : all
}
