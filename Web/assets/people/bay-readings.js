// The register of each bay's meter when it is handed over, in kWh as it stands on the meter.
import { field, objection } from "../components/form.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"

const nameOf = (bay) => `reading-${bay.id}`

export function readingFields(bays) {
  if (!bays.length) return null
  return h("div", { class: "stack tight" },
    h("h3", null, t("reading.title")), h("p", { class: "hint quiet" }, t("reading.hint")),
    h("div", { class: "fields" }, bays.map((bay) => field({
      name: nameOf(bay), label: bay.name, unit: "kWh", inputmode: "decimal", autocomplete: "off",
    }))))
}

/** What was entered, in Wh; a bay that was left empty is left out, and the wallbox's own value counts. */
export function readingsFrom(values, bays) {
  return bays.flatMap((bay) => {
    const text = (values[nameOf(bay)] ?? "").trim().replace(/[\s'’]/g, "").replace(",", ".")
    if (!text) return []
    if (!/^\d{1,9}(\.\d{1,3})?$/.test(text)) throw objection(nameOf(bay), t("reading.wrong"))
    return [{ bay: bay.id, wh: Math.round(Number(text) * 1000) }]
  })
}
