// The tenant's page as elements; the twin of tenant.html, so that nothing jumps when it takes over.
import { h, icon } from "../dom.js"
import { day, duration, hour, kW, kWh, money, time } from "../format.js"
import { t, word } from "../i18n.js"
import { badge } from "./badge.js"
import { waitsText } from "./waits.js"

/** act: {start(bay), stop(charge), more(), choose(value)}; view: {message, asking, chosen}. */
export function tenantView(data, view, act) {
  const running = data.running.map((charge) => runningCard(charge, data, act))
  return [
    message(view.message),
    ...(running.length ? running : [startCard(data, view, act)]),
    past(data, act),
  ].filter(Boolean)
}

const valueOf = (bay) => `${bay.charge_point}/${bay.connector}`

const bayAt = (value, bays) => bays.find((bay) => valueOf(bay) === value)

function message(told) {
  if (!told) return null
  const drawing = { alarm: "fault", good: "check" }[told.kind] ?? "info"
  return h("div", { class: `note ${told.kind}` }, icon(drawing), h("p", null, told.text))
}

function runningCard(charge, data, act) {
  const known = charge.cost?.gross
  const bay = bayAt(valueOf(charge), data.bays)
  const power = charge.power_w === null ? "" : `${kW(charge.power_w)} kW · `
  const stop = () => act.stop({ ...charge, tenant: data.tenant })
  return h("section", { class: "card stack", "aria-label": charge.name },
    h("div", { class: "cluster spread" }, h("h2", null, charge.name), badge(bay?.state ?? "charging")),
    h("p", { class: "hero number" }, kWh(charge.energy_wh), h("span", { class: "unit" }, " kWh")),
    known && h(
      "p", { class: "amount number" }, money(known), h("span", { class: "unit" }, ` ${charge.cost.currency}`),
    ),
    known && h("p", { class: "quiet" }, t("tenant.so-far")),
    bay?.waits && h("p", null, waitsText(bay.waits)),
    h(
      "p", { class: "quiet" },
      `${power}${t("tenant.since")} ${time(charge.started_at)} · ${duration(charge.started_at)}`,
    ),
    h("button", { class: "button", type: "button", onclick: stop }, t("stop.short")))
}

function startCard(data, view, act) {
  const { bays } = data
  const chosen = bayAt(view.chosen, bays) ?? bays.find((bay) => bay.available) ?? bays[0]
  return h("section", { class: "card stack", "aria-label": t("tenant.start-title") },
    bays.length === 1 && h(
      "div", { class: "cluster spread" }, h("h2", null, chosen.name), badge(chosen.state),
    ),
    bays.length > 1 && h("h2", null, t("tenant.start-title")),
    priceLines(data),
    bays.length > 0 && h(
      "ol", { class: "steps" }, h("li", null, t("tenant.step-plug")), h("li", null, t("tenant.step-card")),
    ),
    bays.length > 1 && bayChoice(bays, chosen, act),
    chosen && h("button", {
      class: "button primary", type: "button", disabled: Boolean(view.asking),
      onclick: () => act.start(chosen),
    }, t(view.asking ? "tenant.starting" : "tenant.start")))
}

function bayChoice(bays, chosen, act) {
  const text = (bay) => `${bay.name} (${word("state", bay.state)})`
  const options = bays.map((bay) => h("option", { value: valueOf(bay), selected: bay === chosen }, text(bay)))
  return h("label", { class: "pick" }, t("tenant.which-bay"),
    h("select", { onchange: (event) => act.choose(event.target.value) }, options))
}

function priceLines({ price }) {
  if (!price?.energy_per_kwh) return null
  return h("div", null,
    h(
      "p", { class: "amount number" }, money(price.energy_per_kwh),
      h("span", { class: "unit" }, ` ${price.currency} / kWh`),
    ),
    h("p", { class: "quiet" }, priceNote(price)))
}

/** The other fees and the VAT in one sentence. */
function priceNote(price) {
  const fees = [["start_fee", "FLAT"], ["per_hour", "TIME"], ["parking_per_hour", "PARKING_TIME"]]
    .filter(([key]) => price[key])
    .map(([key, type]) => {
      return `${t(`price.${type}`)}: ${money(price[key], price.currency)} / ${t(`price.per.${type}`)}`
    })
  return [t("tenant.with-vat"), ...(fees.length ? fees : [t("tenant.no-fees")])].join(" · ")
}

function past(data, act) {
  const { items, more } = data.charges
  return h("section", { class: "stack", "aria-labelledby": "past" },
    h("h2", { id: "past" }, t("tenant.charges")),
    h("div", null, items.map(pastCharge)),
    more && h("button", { class: "button", type: "button", onclick: act.more }, t("charges.more")),
    h("p", { class: "quiet" }, t(items.length ? "tenant.charges-note" : "tenant.no-charges")))
}

function pastCharge(charge) {
  const { state, gross, currency } = charge.cost
  const span = `${charge.name} · ${hour(charge.started_at)} – ${hour(charge.stopped_at)}`
  const energy = `${kWh(charge.energy_wh, 3)} kWh` + (state === "final" ? "" : ` · ${word("cost", state)}`)
  const facts = [
    [t("charge.register-start"), `${kWh(charge.meter_start_wh, 3)} kWh`],
    [t("charge.register-stop"), `${kWh(charge.meter_stop_wh, 3)} kWh`],
  ]
  return h("details", { class: "past" },
    h("summary", null, h("span", null, day(charge.started_at), h("span", { class: "sub" }, span)),
      h("span", { class: "number right" }, money(gross, currency), h("span", { class: "sub" }, energy))),
    h("dl", { class: "facts" }, facts
      .map(([name, value]) => h("div", null, h("dt", null, name), h("dd", { class: "number" }, value)))))
}
