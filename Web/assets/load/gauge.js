// How much of a limit is given away: a bar with its numbers beside it.
import { h } from "../dom.js"
import { amps } from "../format.js"
import { t } from "../i18n.js"

export function gauge(name, { limit_a: limit, allotted_a: allotted }) {
  return h("div", { class: "gauge" },
    h("p", { class: "number" }, h("strong", null, amps(allotted)),
      ` ${t("load.of", { limit: amps(limit) })}`),
    h("progress", { max: limit, value: Math.min(allotted, limit), "aria-label": name }))
}
