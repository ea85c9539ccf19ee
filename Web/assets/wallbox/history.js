// What people asked of a wallbox and what came of it; what the wallbox reported beside its charges.
import { api } from "../api.js"
import { json } from "../components/json.js"
import { paged } from "../components/paged.js"
import { h } from "../dom.js"
import { dateTime } from "../format.js"
import { t, word } from "../i18n.js"

const folded = (title, value) =>
  h("details", null, h("summary", { class: "small" }, title), json(value, title))
const isEmpty = (value) => value === null || value === undefined || JSON.stringify(value) === "{}"

export const asked = ({ point }) => ({
  name: "asked", title: t("asked.title"), hint: t("asked.hint"),
  load: () => paged({
    caption: t("asked.title"), none: t("asked.none"), read: (cursor) => api.asked(point.id, cursor),
    columns: [
      { label: t("asked.what"), kind: "lead wide", cell: ({ action }) => action },
      { label: t("asked.when"), cell: (each) => dateTime(each.requested_at) },
      { label: t("asked.who"), cell: (each) => each.requested_by },
      { label: t("asked.outcome"), cell: outcomeOf },
      {
        label: t("asked.details"), kind: "wide",
        cell: ({ payload, response }) => [
          !isEmpty(payload) && folded(t("asked.payload"), payload),
          !isEmpty(response) && folded(t("asked.response"), response),
        ],
      },
    ],
  }),
})

function outcomeOf({ outcome, response }) {
  if (outcome !== "answered") return word("asked.outcome", outcome ?? "waiting")
  return response?.status ? word("asked.status", response.status) : t("asked.outcome.answered")
}

export const reported = ({ point }) => ({
  name: "reported", title: t("reported.title"), hint: t("reported.hint"),
  load: () => paged({
    caption: t("reported.title"), none: t("reported.none"), read: (cursor) => api.notices(point.id, cursor),
    columns: [
      { label: t("reported.what"), kind: "lead wide", cell: ({ action }) => word("reported", action) },
      { label: t("asked.when"), cell: (each) => dateTime(each.received_at) },
      { label: t("reported.says"), kind: "wide", cell: says },
    ],
  }),
})

/** The one word that matters first, all of it below. */
function says({ payload }) {
  const main = payload?.status ? word("firmware.status", payload.status)
    : payload?.type ?? payload?.messageId ?? payload?.vendorId
  return [main, folded(t("asked.details"), payload)]
}
