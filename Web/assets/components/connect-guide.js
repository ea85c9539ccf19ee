// How a wallbox finds this server: the address to type in, three steps, and whether anyone has knocked.
import { api } from "../api.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { checkLine } from "./check-line.js"
import { copyable } from "./copy.js"

export const ocppAddress = () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ocpp/`

/** Tries that were refused; none for those who may not see what is to be checked. */
export async function refusedTries() {
  const items = await api.toCheck().catch(() => [])
  return items.filter((item) => item.kind === "handshake_refused")
}

export function connectGuide(refused) {
  return h("section", { class: "card stack" },
    h("h2", null, t("connect.title")),
    h("ol", { class: "steps" },
      h("li", null, t("connect.step-1")),
      h("li", null, h("div", { class: "stack" }, h("p", null, t("connect.step-2")),
        copyable(ocppAddress(), t("connect.address")),
        h("p", { class: "quiet small" }, t("connect.id-hint")))),
      h("li", null, t("connect.step-3"))),
    h("p", { class: "cluster", role: "status" }, t("connect.listening")),
    refused.length > 0 && h("div", { class: "stack" },
      h("h3", null, t("connect.refused")), refused.map(checkLine)))
}
