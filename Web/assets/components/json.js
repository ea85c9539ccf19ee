// JSON as it is, for people who know what it means.
import { h } from "../dom.js"

export function json(value, label) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2)
  return h("pre", { class: "json", tabindex: "0", role: "group", "aria-label": label }, text)
}
