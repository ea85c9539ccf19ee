// One sticker: the bay's name large, its code, and in four languages what to do.
import { qr } from "../components/qr.js"
import { h } from "../dom.js"
import { languages, speaker } from "../i18n.js"

const say = {}

/** Reads the words of all languages, once. */
export async function learnLanguages() {
  await Promise.all(Object.keys(languages).map(async (code) => (say[code] ??= await speaker(code))))
}

/** Names longer than this are set smaller. */
const largeLetters = 12

/** item: a bay as GET /stickers has it; sheet: the rest of that answer. */
export function sticker(item, sheet, site) {
  return h("article", { class: "sticker", "aria-label": item.name },
    h("header", { class: "sticker-head" },
      h("strong", { class: `sticker-bay ${item.name.length > largeLetters ? "long" : ""}` }, item.name),
      h("span", { class: "sticker-site" }, site)),
    h("div", { class: "sticker-code" }, qr(item.qr, item.text)),
    h("ul", { class: "sticker-lines" }, Object.keys(languages).map((code) => line(code, sheet))),
    sheet.wifi && wifi(sheet),
    h("footer", { class: "sticker-foot" }, h("span", { class: "sticker-address" }, item.text),
      sheet.help_phone && h("span", null, `Tel. ${sheet.help_phone}`)))
}

function line(code, { house_network: inside }) {
  const t = say[code]
  return h("li", { lang: code }, inside ? t("sticker.line-house") : t("sticker.line"))
}

function wifi({ wifi_qr: code, wifi: { ssid, password } }) {
  return h("div", { class: "sticker-wifi" }, qr(code, ssid),
    h("span", { class: "sticker-network" }, h("strong", null, "Wi-Fi"), h("span", null, ssid),
      password && h("span", null, password)))
}
