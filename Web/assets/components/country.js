// Countries by their name in the page's language, and what a country presets.
import { h } from "../dom.js"
import { decimal } from "../format.js"
import { language, languages, t } from "../i18n.js"

export function choicesOfCountries(countries) {
  const names = new Intl.DisplayNames(language, { type: "region" })
  return countries.map(({ country }) => [country, names.of(country)])
    .sort((a, b) => a[1].localeCompare(b[1], language))
}

export function presetFacts(preset) {
  const facts = [
    [t("settings.currency"), preset.currency],
    [t("settings.time-zone"), preset.time_zone],
    [t("settings.vat"), `${decimal(preset.vat_percent)} %`],
    [t("settings.language"), languages[preset.language] ?? preset.language],
  ]
  return h("div", { class: "stack", role: "status" },
    h("p", { class: "small quiet" }, t("claim.preset")),
    h("dl", { class: "facts" }, facts.map(([name, value]) =>
      h("div", null, h("dt", null, name), h("dd", null, value)))))
}
