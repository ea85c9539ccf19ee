// Numbers and instants as people here write them: the page's language, the site's country and zone.
import { language, t } from "./i18n.js"

const dash = "–"
const gap = "\u00a0"
let place = { locale: "en", zone: undefined }
let ahead = 0

/** Sets country and zone, and the site's clock: a demo's clock is not the browser's. */
export function locate(site) {
  const zone = site.time_zone || undefined
  place = { locale: localeOf(site.country), zone }
  if (site.now) ahead = Date.parse(site.now) - Date.now()
}

export const now = () => new Date(Date.now() + ahead)

/** German as in the site's country (Swiss decimals have a point); English with a point and the day first, as
    on the page the server filled in. */
function localeOf(country) {
  if (language === "en") return "en-GB"
  return country ? `${language}-${country}` : language
}

function number(value, digits) {
  return new Intl.NumberFormat(place.locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
}

/** Wh as kWh: two decimals in summaries, three in proofs. */
export function kWh(wh, digits = 2) {
  return wh === null || wh === undefined ? dash : number(wh / 1000, digits)
}

export const energy = (wh, digits) => (kWh(wh, digits) === dash ? dash : kWh(wh, digits) + gap + "kWh")

export function kW(watts) {
  return watts === null || watts === undefined ? dash : number(watts / 1000, 1)
}

/** Amperes: whole ones as they are, measured ones with a decimal. */
export function amps(value) {
  if (value === null || value === undefined) return dash
  return number(value, Number.isInteger(value) ? 0 : 1) + gap + "A"
}

/** A decimal text with all its digits, and at least so many decimals, in local writing. */
export function decimal(text, atLeast = 0) {
  const digits = (String(text).split(".")[1] ?? "").length
  return number(text, Math.max(digits, atLeast))
}

/** An amount with its currency, as many decimals as the server sent. */
export function money(amount, currency) {
  if (amount === null || amount === undefined) return dash
  return decimal(amount) + (currency ? gap + currency : "")
}

function part(instant, options) {
  return new Intl.DateTimeFormat(place.locale, { timeZone: place.zone, ...options }).format(new Date(instant))
}

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
export const day = (instant) => part(instant, { day: "2-digit", month: "2-digit", year: "numeric" })
/** As a letter in another language writes it: "1 March 2026". */
export const longDay = (instant, language) =>
  new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: place.zone })
    .format(new Date(instant))
export const hour = (instant) => part(instant, clock)
export const month = (instant) => part(instant, { month: "long", year: "numeric" })

/** The time, with the date when it is not today. */
export function time(instant) {
  if (!instant) return dash
  if (day(instant) === day(now())) return hour(instant)
  return part(instant, { day: "2-digit", month: "2-digit" }) + gap + hour(instant)
}

export const dateTime = (instant) => (instant ? `${day(instant)}, ${hour(instant)}` : dash)

/** To the second, for what follows quickly on one another. */
export function dateTimeSeconds(instant) {
  return `${day(instant)}, ${part(instant, { ...clock, second: "2-digit" })}`
}

/** "1 h 08 min" between two instants. */
export function duration(from, to = now()) {
  const minutes = Math.max(0, Math.floor((new Date(to) - new Date(from)) / 60000))
  const rest = minutes % 60
  if (minutes < 60) return t("time.minutes", { m: rest }).replaceAll(" ", gap)
  return t(
    "time.hours", { h: Math.floor(minutes / 60), m: String(rest).padStart(2, "0") },
  ).replaceAll(" ", gap)
}

/** The instant of a local midnight "2026-03-01" in the site's zone. */
export const midnight = (date) => instantAt(`${date}T00:00:00`)

/** The instant at which the site's wall clock shows "2026-03-01T14:02" (seconds may follow). */
export function instantAt(local) {
  const utc = Date.parse(`${local}Z`)
  const shift = (instant) => instant - Date.parse(wallClock(instant))
  return new Date(utc + shift(utc + shift(utc))).toISOString().replace(".000", "")
}

/** "2026-03-01T14:02:00Z"-shaped text of what the wall clock shows there. */
function wallClock(instant) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: place.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(instant)
  const value = Object.fromEntries(parts.map((each) => [each.type, each.value]))
  return `${value.year}-${value.month}-${value.day}T${value.hour}:${value.minute}:${value.second}Z`
}

/** What the site's wall clock shows in so many minutes, as a field for date and time takes it. */
export const localTimeIn = (minutes) => wallClock(now().getTime() + minutes * 60000).slice(0, 16)

/** Today in the site's zone, "2026-03-01". */
export const today = () => wallClock(now().getTime()).slice(0, 10)
