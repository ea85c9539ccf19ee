// A charge's readings: the curve, and the same numbers as a table.
import { h } from "../dom.js"
import { dateTime, hour, kWh } from "../format.js"
import { t, word } from "../i18n.js"
import { curve } from "./chart.js"
import { table } from "./table.js"

export function readingsProof(charge, readings) {
  if (!readings.length) return h("p", { class: "quiet" }, t("readings.none"))
  const usable = readings.filter((reading) => reading.wh !== null && reading.wh >= charge.meter_start_wh)
  const points = usable.map(
    (reading) => ({ x: Date.parse(reading.at), y: reading.wh - charge.meter_start_wh })
  )
  const columns = [
    { label: t("readings.at"), kind: "lead", cell: (reading) => dateTime(reading.at) },
    { label: t("readings.register"), kind: "right", cell: (reading) => kWh(reading.wh, 3) },
    {
      label: t("readings.since"), kind: "right",
      cell: (reading) => kWh(reading.wh === null ? null : reading.wh - charge.meter_start_wh, 3),
    },
    { label: t("readings.source"), cell: (reading) => word("source", reading.source) },
  ]
  return h("section", { class: "stack" },
    h("h2", null, t("readings.title")),
    points.length > 1 && drawing(points),
    h("details", null, h("summary", null, t("readings.table", { n: readings.length })),
      table(t("readings.title"), columns, readings)))
}

function drawing(points) {
  const first = points[0]
  const last = points[points.length - 1]
  const top = `${kWh(Math.max(...points.map((point) => point.y)), 1)} kWh`
  const [from, to] = [hour(first.x), hour(last.x)]
  return curve(points, { top, bottom: "0", from, to, title: t("readings.curve", { energy: top, from, to }) })
}
