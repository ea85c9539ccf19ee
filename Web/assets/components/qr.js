// A QR code as the server drew it: dark on white whatever the page's colours, with the four light modules around
// it that readers need.
import { s } from "../dom.js"

const quiet = 4

export function qr({ size, path }, label) {
  const edge = size + 2 * quiet
  return s("svg", {
    class: "qr", viewBox: `${-quiet} ${-quiet} ${edge} ${edge}`, role: "img", "aria-label": label,
    "shape-rendering": "crispEdges",
  }, s("rect", { class: "qr-paper", x: -quiet, y: -quiet, width: edge, height: edge }),
  s("path", { class: "qr-ink", d: path }))
}
