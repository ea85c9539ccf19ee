// What a wallbox says of itself, and what about it wants to be seen.
import { badge } from "../components/badge.js"
import { decide } from "../components/dialog.js"
import { field } from "../components/form.js"
import { h, icon } from "../dom.js"
import { dateTime, duration } from "../format.js"
import { t } from "../i18n.js"
import { api } from "../api.js"
import { button } from "./ask.js"

export function head(wallbox) {
  const { point, name, mayAct } = wallbox
  const state = point.state === "blocked" ? badge("unavailable", t("wallbox.blocked"))
    : point.online ? badge("free", t("wallbox.online")) : badge("offline")
  return h("section", { class: "card stack" },
    h("div", { class: "cluster spread" },
      h("div", { class: "cluster" }, h("h2", null, name), state),
      mayAct && button(t("wallbox.rename"), () => rename(wallbox), wallbox)),
    point.password_is_short && h("div", { class: "note" }, icon("info"),
      h("p", null, t("password.short-warning"))),
    h("dl", { class: "facts" }, rows(point).filter(([, value]) => value)
      .map(([label, value]) => h("div", null, h("dt", null, label), h("dd", null, value)))))
}

function rows(point) {
  return [
    [t("wallbox.id"), h("code", null, point.id)],
    [t("wallbox.model"), [point.vendor, point.model].filter(Boolean).join(" ")],
    [t("wallbox.serial"), point.serial_number],
    [t("wallbox.firmware"), point.firmware_version],
    [t("wallbox.protocol"), t("wallbox.ocpp16")],
    [t("wallbox.last-seen"), point.last_seen_at && dateTime(point.last_seen_at)],
    [t("wallbox.last-boot"), point.last_boot_at && dateTime(point.last_boot_at)],
    [t("wallbox.clock"), clock(point.clock_skew_s)],
    [t("wallbox.address"), point.address],
    [t("wallbox.meter"), [point.meter_type, point.meter_serial_number].filter(Boolean).join(" ")],
    [t("wallbox.sim"), point.iccid],
  ]
}

/** A wallbox's clock that is off by less than a minute is right enough. */
function clock(skew) {
  if (skew === null || skew === undefined) return t("clock.unknown")
  if (Math.abs(skew) < 60) return t("clock.right")
  const by = duration(0, Math.abs(skew) * 1000)
  return t(skew > 0 ? "clock.ahead" : "clock.behind", { by })
}

function rename({ point, tell, redraw }) {
  decide({
    title: t("wallbox.rename-this", { id: point.id }),
    content: field({
      name: "name", label: t("wallbox.name"), hint: t("wallbox.name-hint"), value: point.name,
    }),
    action: t("action.save"),
    perform: async ({ name }) => {
      await api.changeChargePoint(point.id, { name: name.trim() })
      await redraw()
      tell("good", t("form.saved"))
    },
  })
}
