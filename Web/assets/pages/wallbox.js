// One wallbox: its name, what it says of itself, what can be asked of it, its own settings.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { field, form } from "../components/form.js"
import { noteBox } from "../components/note.js"
import { operationsSheet } from "../components/operations.js"
import { configuration } from "../components/wallbox-configuration.js"
import { h, icon } from "../dom.js"
import { dateTime } from "../format.js"
import { t } from "../i18n.js"
import { go, link } from "../router.js"

export async function wallboxPage({ id }) {
  const point = await api.chargePoint(id)
  const name = point.name || point.id
  const notes = noteBox()
  const element = h("div", { class: "stack" },
    h("a", { class: "cluster", href: link("wallboxes") }, icon("back"), t("tab.wallboxes")),
    notes.element,
    h("section", { class: "card stack" }, h("h2", null, name), facts(point), rename(point, notes.tell)),
    connectors(point, name, notes.tell),
    configuration(point, name, notes.tell),
    h("section", { class: "card stack" }, h("h2", null, t("wallbox.access")),
      h("div", { class: "cluster" }, access(point, name), archive(point, name))))
  return { title: name, element }
}

function facts(point) {
  const rows = [
    [t("wallbox.id"), h("code", null, point.id)],
    [t("wallbox.model"), [point.vendor, point.model].filter(Boolean).join(" ")],
    [t("wallbox.serial"), point.serial_number],
    [t("wallbox.firmware"), point.firmware_version],
    [t("wallbox.connection"), point.online ? t("wallbox.online") : t("state.offline")],
    [t("wallbox.last-seen"), point.last_seen_at && dateTime(point.last_seen_at)],
    [t("wallbox.address"), point.address],
  ]
  return h("dl", { class: "facts" }, rows.filter(([, value]) => value)
    .map(([label, value]) => h("div", null, h("dt", null, label), h("dd", null, value))))
}

function rename(point, tell) {
  const onsubmit = async ({ name }) => {
    await api.changeChargePoint(point.id, { name: name.trim() })
    tell("good", t("form.saved"))
  }
  return form({ submit: t("action.save"), onsubmit },
    field({ name: "name", label: t("wallbox.name"), hint: t("wallbox.name-hint"), value: point.name }))
}

function connectors(point, name, tell) {
  const button = ({ connector }) => {
    const bay = point.connectors.length > 1 ? `${name} / ${connector}` : name
    const open = () => operationsSheet({ chargePoint: point.id, connector, bay, tell })
    return h("button", { class: "button", type: "button", onclick: open }, t("wallbox.ask", { bay }))
  }
  const list = point.connectors?.length ? point.connectors : [{ connector: 1 }]
  return h("div", { class: "cluster" }, list.filter(({ connector }) => connector > 0).map(button))
}

function access(point, name) {
  const next = point.state === "accepted" ? "blocked" : "accepted"
  const perform = async () => {
    await api.changeChargePoint(point.id, { state: next })
    go("wallboxes", point.id)
  }
  const ask = () => decide({
    title: t(`wallbox.${next}.ask`, { name }), content: h("p", null, t(`wallbox.${next}.hint`)),
    action: t(`wallbox.${next}.action`), perform,
  })
  return h("button", { class: "button", type: "button", onclick: ask }, t(`wallbox.${next}.action`))
}

function archive(point, name) {
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
