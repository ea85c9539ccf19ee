// How a wallbox finds this server: the address in every form that makers ask for, three steps, and whether
// anyone has knocked.
import { api } from "../api.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { checkLine } from "./check-line.js"
import { copyable } from "./copy.js"
import { field } from "./form.js"

const isSecure = location.protocol === "https:"
const scheme = isSecure ? "wss://" : "ws://"
const path = "/ocpp/"

/** The id typed last: the guide is drawn anew when something changes. */
let chosenID = "WALLBOX-1"

/** What the guide tells beside the address: tries that were refused, and the server's addresses as numbers.
    Those who may not see what is to be checked see none. */
export async function guideFacts() {
  const [items, health] = await Promise.all([api.toCheck().catch(() => []), api.health().catch(() => null)])
  return {
    refused: items.filter((item) => item.kind === "handshake_refused"),
    addresses: (health?.addresses ?? []).filter((address) => address !== location.hostname),
  }
}

export function connectGuide({ refused, addresses }) {
  return h("section", { class: "card stack" },
    h("h2", null, t("connect.title")),
    h("ol", { class: "steps" },
      h("li", null, h("div", { class: "stack tight" }, h("p", null, t("connect.step-1")),
        h("p", { class: "quiet small" }, t("connect.versions")))),
      h("li", null, h("div", { class: "stack" }, h("p", null, t("connect.step-2")),
        copyable(`${scheme}${location.host}${path}`, t("connect.address")),
        h("p", { class: "quiet small" }, t("connect.id-hint")), otherForms(addresses))),
      h("li", null, t("connect.step-3"))),
    h("p", { class: "cluster", role: "status" }, t("connect.listening")),
    refused.length > 0 && h("div", { class: "stack" },
      h("h3", null, t("connect.refused")), refused.map(checkLine)))
}

function otherForms(addresses) {
  const list = h("dl", { class: "forms" })
  const draw = () => list.replaceChildren(...forms(addresses).map(([key, text]) =>
    h("div", null, h("dt", null, t(`connect.form.${key}`)), h("dd", null,
      copyable(text, t(`connect.form.${key}`), "small")))))
  const id = field({
    name: "id", label: t("connect.id"), hint: t("connect.id-free"), value: chosenID, autocomplete: "off",
    spellcheck: "false", oninput: ({ target }) => {
      chosenID = target.value.trim()
      draw()
    },
  })
  draw()
  return h("details", null, h("summary", null, t("connect.forms")), h("div", { class: "stack" }, id, list))
}

function forms(addresses) {
  const { host, hostname } = location
  const port = location.port || (isSecure ? "443" : "80")
  const id = encodeURIComponent(chosenID)
  return [
    ["url", `${scheme}${host}${path}`], ["url-id", `${scheme}${host}${path}${id}`],
    ["no-scheme", `${host}${path}`], ["no-scheme-id", `${host}${path}${id}`],
    ["host", hostname], ["port", port], ["path", path], ["path-id", `${path}${id}`],
    ...addresses.map((address) => ["number", `${scheme}${address}:${port}${path}`]),
  ]
}
