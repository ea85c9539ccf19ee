// One erasure: when it is due, or what became of it, and how it is taken back.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { field, objection } from "../components/form.js"
import { h } from "../dom.js"
import { day } from "../format.js"
import { t } from "../i18n.js"

export function when(erasure) {
  if (erasure.done_at) return t("privacy.done", { day: day(erasure.done_at) })
  if (erasure.cancelled_at) {
    return t("privacy.cancelled", { person: erasure.cancelled_by, why: erasure.cancel_reason })
  }
  const due = t("privacy.due", { day: day(erasure.due_at) })
  return erasure.waits_for
    ? [due, h("span", { class: "sub" }, t(`privacy.waits.${erasure.waits_for}`))] : due
}

/** what: whom or what it is about, in words. */
export function takeBack(erasure, what, done) {
  decide({
    title: t("privacy.cancel-this", { what }),
    content: field({
      name: "reason", label: t("privacy.cancel-reason"), hint: t("privacy.cancel-hint"), autocomplete: "off",
    }),
    action: t("privacy.cancel"),
    perform: async ({ reason }) => {
      if (!reason.trim()) throw objection("reason", t("privacy.reason-missing"))
      await api.cancelErasure(erasure.id, reason.trim())
      await done()
    },
  })
}
