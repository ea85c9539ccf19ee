// One invitation on one page, in the tenant's language.
import { qr } from "../components/qr.js"
import { h } from "../dom.js"

/** item: as POST /letters answered; answer: the rest; t: the words of the tenant's language; until: a date
    in words. */
export function letter(item, answer, site, t, until) {
  return h("article", { class: "sheet letter", lang: item.language, "aria-label": item.tenant_name },
    h("p", { class: "letter-site" }, site),
    h("p", { class: "letter-to" }, item.tenant_name),
    h("h2", null, t("letter.title")),
    h("p", null, t("letter.what")),
    h("div", { class: "letter-open" }, qr(item.qr, t("letter.code")),
      h("ol", null, h("li", null, firstStep(answer, t)), h("li", null, t("letter.step-2")),
        h("li", null, t("letter.step-3")))),
    answer.wifi && h("div", { class: "letter-wifi" }, qr(answer.wifi_qr, answer.wifi.ssid),
      h("p", null, t("letter.wifi-code", { network: answer.wifi.ssid }))),
    h("p", null, t("letter.by-hand")),
    h("p", { class: "letter-address" }, item.url),
    h("p", null, t("letter.account"), " ", h("strong", { class: "letter-account" }, item.code)),
    h("p", null, t("letter.account-how", { address: `${answer.base}/t` })),
    h("p", null, t("letter.until", { date: until })),
    answer.help_phone && h("p", null, t("letter.help", { phone: answer.help_phone })))
}

function firstStep({ wifi, house_network: inside }, t) {
  if (!inside) return t("letter.step-1-anywhere")
  return wifi ? t("letter.step-1", { network: wifi.ssid }) : t("letter.step-1-any-network")
}
