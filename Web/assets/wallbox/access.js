// Whether a wallbox takes part at all: blocking it, letting it in again, taking it off the lists.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { go } from "../router.js"

export function access(wallbox) {
  return h("section", { class: "card stack" }, h("h2", null, t("wallbox.access")),
    h("div", { class: "cluster" }, block(wallbox), archive(wallbox)))
}

function block({ point, name, redraw }) {
  const next = point.state === "accepted" ? "blocked" : "accepted"
  const perform = async () => {
    await api.changeChargePoint(point.id, { state: next })
    await redraw()
  }
  const ask = () => decide({
    title: t(`wallbox.${next}.ask`, { name }), content: h("p", null, t(`wallbox.${next}.hint`)),
    action: t(`wallbox.${next}.action`), perform,
  })
  return h("button", { class: "button", type: "button", onclick: ask }, t(`wallbox.${next}.action`))
}

function archive({ point, name }) {
  const perform = async () => {
    await api.archiveChargePoint(point.id)
    go("wallboxes")
  }
  const ask = () => decide({
    title: t("wallbox.archive.ask", { name }), content: h("p", null, t("wallbox.archive.hint")),
    action: t("wallbox.archive.action"), perform,
  })
  return h("button", { class: "button", type: "button", onclick: ask }, t("wallbox.archive.action"))
}
