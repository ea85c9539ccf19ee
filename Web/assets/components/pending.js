// Wallboxes that knock: who they say they are, and the two answers.
import { api } from "../api.js"
import { h } from "../dom.js"
import { time } from "../format.js"
import { problemText, t } from "../i18n.js"

export function pendingCard(point, tell, done) {
  const answer = (state) => async (event) => {
    event.target.disabled = true
    try {
      await api.changeChargePoint(point.id, { state })
      tell("good", t(`pending.${state}`, { name: point.name || point.id }))
      done()
    } catch (problem) {
      event.target.disabled = false
      tell("alarm", problemText(problem))
    }
  }
  const facts = [
    [t("wallbox.id"), h("code", null, point.id)],
    [t("wallbox.model"), [point.vendor, point.model].filter(Boolean).join(" ")],
    [t("wallbox.serial"), point.serial_number],
    [t("wallbox.address"), point.address],
    [t("wallbox.last-seen"), time(point.last_seen_at)],
  ]
  return h("section", { class: "card stack", "aria-label": t("pending.title", { id: point.id }) },
    h("h2", null, t("pending.heading")),
    h("dl", { class: "facts" }, facts.filter(([, value]) => value)
      .map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)))),
    h("p", { class: "quiet" }, t("pending.hint")),
    h("div", { class: "cluster" },
      h(
        "button", { class: "button primary", type: "button", onclick: answer("accepted") },
        t("pending.accept"),
      ),
      h("button", { class: "button", type: "button", onclick: answer("blocked") }, t("pending.block"))))
}
