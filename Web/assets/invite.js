// Opens an invitation: the secret stands behind the "#" and never in a request's address. The same page answers
// "/t" to a phone that nobody has invited.
import { api } from "./api.js"
import { h } from "./dom.js"
import { problemText, speak, t, wished } from "./i18n.js"

const main = document.getElementById("invite")
const show = (...content) => main.replaceChildren(h("div", { class: "stack", role: "status" }, content))
const title = (text) => h("h1", null, text)

async function open() {
  await speak(wished())
  const link = decodeURIComponent(location.pathname.split("/").filter(Boolean).pop())
  const secret = location.hash.slice(1)
  const site = await api.site().catch(() => ({}))
  const name = site.name || "Wattkeeper"
  document.title = t("invite.title", { site: name })
  if (link === "t") return show(title(name), h("p", null, t("invite.none")))
  if (!secret) return show(title(name), h("p", null, t("invite.cut")))
  show(title(t("invite.title", { site: name })), h("p", null, t("invite.opening")))
  try {
    await api.openLink(link, secret)
    location.replace("/t")
  } catch (problem) {
    const gone = [404, 410].includes(problem.status)
    const again = h("button", { class: "button primary", type: "button", onclick: open }, t("action.again"))
    show(title(name), h("p", null, gone ? t("invite.gone") : problemText(problem)), !gone && again)
  }
}

open()
