// What a manager can ask of a wallbox, and what its answer means in words.
import { api } from "../api.js"
import { h } from "../dom.js"
import { problemText, t, word } from "../i18n.js"
import { go } from "../router.js"
import { decide, dialog } from "./dialog.js"

/** name, OCPP action, payload for a connector; `risky` ones ask first. */
const operations = [
  ["unlock", "UnlockConnector", (connector) => ({ connectorId: connector }), true],
  [
    "inoperative", "ChangeAvailability", (connector) => ({ connectorId: connector, type: "Inoperative" }),
    true,
  ],
  ["operative", "ChangeAvailability", (connector) => ({ connectorId: connector, type: "Operative" })],
  [
    "ask-status", "TriggerMessage",
    (connector) => ({ requestedMessage: "StatusNotification", connectorId: connector }),
  ],
  [
    "ask-meter", "TriggerMessage",
    (connector) => ({ requestedMessage: "MeterValues", connectorId: connector }),
  ],
  ["clear-cache", "ClearCache", () => ({})],
  ["soft-reset", "Reset", () => ({ type: "Soft" }), true],
  ["hard-reset", "Reset", () => ({ type: "Hard" }), true],
]

const agreed = new Set(["Accepted", "AcceptedCanceled", "Scheduled", "Unlocked", "RebootRequired"])

/** The wallbox's answer: whether it agreed, and the sentence. */
export function outcome(answer, bay) {
  if (answer.status === "error") {
    return {
      good: false, text: t("outcome.error", { bay, code: answer.code, text: answer.description ?? "" }),
    }
  }
  const status = answer.payload?.status ?? "Accepted"
  const good = agreed.has(status)
  return { good, text: `${bay}: ${word("outcome", status)}` }
}

/** The sheet behind "⋯". tell(kind, text) shows the outcome on the page. */
export function operationsSheet({ chargePoint, connector, bay, tell }) {
  const ask = async ([name, action, payload]) => {
    tell("", t("operation.asked", { bay, what: t(`operation.${name}`) }))
    const { good, text } = outcome(await api.operate(chargePoint, action, payload(connector)), bay)
    tell(good ? "good" : "alarm", text)
  }
  const choose = (operation) => {
    sheet.close()
    if (operation[3]) confirm(operation, bay, () => ask(operation))
    else ask(operation).catch((problem) => tell("alarm", problemText(problem)))
  }
  const choice = (operation) =>
    h("button", { class: "choice", type: "button", onclick: () => choose(operation) },
      h("span", null, t(`operation.${operation[0]}`)),
      h("span", { class: "sub" }, t(`operation.${operation[0]}.hint`)))
  const details = h("button", {
    class: "button", type: "button", onclick: () => {
      sheet.close()
      go("wallboxes", chargePoint)
    },
  }, t("operation.details"))
  const close = h(
    "button", { class: "button", type: "button", onclick: () => sheet.close() }, t("action.close"),
  )
  const sheet = dialog(t("operation.title", { bay }),
    [h("div", { class: "choices" }, operations.map(choice)), h("div", { class: "cluster" }, details, close)])
}

function confirm([name], bay, perform) {
  decide({
    title: t(`operation.${name}.ask`, { bay }),
    content: h("p", null, t(`operation.${name}.hint`)),
    action: t(`operation.${name}`),
    busy: t("operation.waiting"),
    perform,
  })
}
