// A curve of a register over time. The same numbers stand in a table beneath, which is what readers get.
import { h, s } from "../dom.js"

/** points: [{x, y}] rising in x; labels: {top, bottom, from, to, title}. */
export function curve(points, labels) {
  const last = points[points.length - 1]
  const width = Math.max(1, last.x - points[0].x)
  const height = Math.max(...points.map((point) => point.y), 1)
  const across = (x) => (((x - points[0].x) / width) * 600).toFixed(1)
  const at = ({ x, y }) => `${across(x)},${(160 - (y / height) * 150).toFixed(1)}`
  const path = "M" + points.map(at).join("L")
  const drawing = s("svg", { viewBox: "0 0 600 160", preserveAspectRatio: "none", role: "img" },
    s("title", null, labels.title),
    s("path", { class: "area", d: `${path}L600,160L0,160Z` }),
    s("path", { class: "curve", d: path }))
  return h("figure", { class: "chart" },
    h("div", { class: "scale number" }, h("span", null, labels.top), h("span", null, labels.bottom)), drawing,
    h("div", { class: "times number" }, h("span", null, labels.from), h("span", null, labels.to)))
}
