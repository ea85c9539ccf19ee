// Charging profiles that are set in the wallbox: what each limits, in words, and the way to take it out.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { dateTime, decimal, duration, time } from "../format.js"
import { t, word } from "../i18n.js"
import { button, demand } from "./ask.js"
import { json } from "../components/json.js"

export const profiles = (wallbox) => ({
  name: "profiles", title: t("profile.title"), hint: t("profile.hint"),
  load: async (again) => {
    const all = await api.chargingProfiles()
    return view(all.filter((each) => each.charge_point === wallbox.point.id), wallbox, again)
  },
})

function view(list, wallbox, again) {
  if (list.length === 0) return h("p", { class: "quiet" }, t("profile.none"))
  return table(t("profile.title"), [
    {
      label: t("profile.where"), kind: "lead",
      cell: ({ connector }) => (connector ? t("profile.connector", { connector }) : t("profile.whole")),
    },
    { label: t("profile.for"), cell: purpose },
    { label: t("profile.limit"), kind: "wide", cell: ({ profile }) => [limits(profile), raw(profile)] },
    { label: t("profile.set"), kind: "wide", cell: (each) => t("reservation.by", setBy(each)) },
    {
      label: t("board.actions"), kind: "actions",
      cell: (each) => wallbox.mayAct && remove(each, wallbox, again),
    },
  ], list)
}

const setBy = ({ set_by: person, set_at: at }) => ({ person, time: time(at) })

const purpose = ({ purpose: name, transaction_id: id }) =>
  [word("profile.purpose", name), id && h("span", { class: "sub" }, t("charge.title", { id }))]

const raw = (profile) => h("details", null, h("summary", { class: "small" }, t("profile.json")),
  json(profile, t("profile.json")))

/** One line for each step of the schedule, and when it applies at all. */
function limits({ chargingSchedule: schedule, chargingProfileKind: kind, ...profile }) {
  const unit = schedule.chargingRateUnit
  const steps = schedule.chargingSchedulePeriod.map(({ startPeriod, limit, numberPhases }) => {
    const value = `${decimal(limit)} ${unit}`
    const phases = numberPhases && numberPhases < 3 ? `, ${t("profile.phases", { n: numberPhases })}` : ""
    return startPeriod === 0 ? t("profile.at-most", { value }) + phases
      : t("profile.later", { after: duration(0, startPeriod * 1000), value }) + phases
  })
  const bounds = [
    kind === "Recurring" && t(`profile.recurring.${profile.recurrencyKind ?? "Daily"}`),
    schedule.startSchedule && t("profile.starts", { time: dateTime(schedule.startSchedule) }),
    schedule.duration && t("profile.lasts", { span: duration(0, schedule.duration * 1000) }),
    profile.validFrom && t("profile.from", { time: dateTime(profile.validFrom) }),
    profile.validTo && t("profile.to", { time: dateTime(profile.validTo) }),
  ].filter(Boolean)
  return [steps.join("; "), bounds.length > 0 && h("span", { class: "sub" }, bounds.join(", "))]
}

function remove(profile, wallbox, again) {
  const act = () => decide({
    title: t("profile.remove-ask", { name: wallbox.name }),
    content: h("p", null, t("profile.remove-hint")),
    action: t("profile.remove"),
    busy: t("operation.waiting"),
    perform: async () => {
      await demand(wallbox, "ClearChargingProfile", { id: profile.charging_profile_id })
      await again()
    },
  })
  return button(t("profile.remove"), act, wallbox, { class: "button compact" })
}
