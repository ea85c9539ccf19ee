// What is shown once: a link to hand over, and recovery codes to print.
import { copyable } from "../components/copy.js"
import { dialog } from "../components/dialog.js"
import { h } from "../dom.js"
import { dateTime } from "../format.js"
import { t } from "../i18n.js"

const close = (box) => h(
  "button", { class: "button primary", type: "button", onclick: () => box().close() }, t("link.done"),
)

export function showAccountLink(name, link) {
  const box = dialog(t("users.link-for", { name }), [
    h("p", null, t("users.link-once")), copyable(link.url, t("users.link")),
    h("p", { class: "quiet" }, t("link.until", { time: dateTime(link.expires_at) })),
    h("div", null, close(() => box)),
  ])
}

export function showRecoveryCodes(codes) {
  const print = h("button", { class: "button", type: "button", onclick: () => print.ownerDocument.defaultView.print() },
    t("account.print"))
  const box = dialog(t("account.codes"), [
    h("p", null, t("account.codes-once")), copyable(codes.join("\n"), t("account.codes"), "long"),
    h("div", { class: "cluster" }, close(() => box), print),
  ])
}
