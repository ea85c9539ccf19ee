// What a tenant said about a charge, and the staff's answer.
import { api } from "../api.js"
import { h, icon } from "../dom.js"
import { time } from "../format.js"
import { t, word } from "../i18n.js"
import { decide } from "./dialog.js"
import { field } from "./form.js"

/** A dispute with its answer, or with the button to give one. done(): it was answered. */
export function disputeNote(dispute, done) {
  const { answer, text } = dispute
  const reason = word("dispute.reason", dispute.reason)
  const person = dispute.tenant_name ?? t("dispute.title")
  return h("div", { class: "note" }, icon("info"), h("div", { class: "stack" },
    h("div", null, h("p", null, h("strong", null, text ? `${reason}: ${text}` : reason)),
      h("p", { class: "quiet" }, t("dispute.said", { person, time: time(dispute.opened_at) }))),
    answer && h("div", null, h("p", null, answer), h("p", { class: "quiet" },
      t("dispute.your-answer", { name: dispute.answered_by ?? "", time: time(dispute.answered_at) }))),
    !answer && h("div", null, h("button", {
      class: "button", type: "button", onclick: () => ask(dispute, person, done),
    }, t("dispute.answer")))))
}

function ask(dispute, person, done) {
  decide({
    title: t("dispute.answer-title", { person }),
    content: field({
      name: "answer", label: t("dispute.answer-label"), hint: t("dispute.answer-hint"), rows: 4,
      maxlength: 1000,
    }),
    action: t("dispute.answer-send"),
    perform: async ({ answer }) => {
      await api.answerDispute(dispute.id, answer.replace(/\s+/g, " ").trim())
      await done(t("dispute.answered-done"))
    },
  })
}

/** The dispute of a line "to check", as soon as it is read. */
export function disputeOfLine(item, done) {
  if (item.kind !== "dispute") return null
  const box = h("div", null, h("p", { class: "quiet" }, t("shell.loading")))
  api.dispute(item.details.dispute).then((dispute) => box.replaceChildren(disputeNote(dispute, done)))
    .catch((problem) => box.replaceChildren(problem.detail))
  return box
}
