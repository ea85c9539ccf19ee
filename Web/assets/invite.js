// Opens an invitation: the secret behind the "#" never leaves the phone, which proves that it has it. Then a PIN
// is chosen. "/t/pin" is the same page, for choosing another PIN later.
import { api } from "./api.js"
import { field, form, objection } from "./components/form.js"
import { h } from "./dom.js"
import { problemText, speak, t, wished } from "./i18n.js"
import { canSign, hex, hmac, keep, sealed, sha256, utf8 } from "./signing.js"

const main = document.getElementById("invite")
const page = (text) => h("a", { class: "button primary", href: "/t" }, text)
const enter = () => h("a", { class: "button", href: "/t" }, t("enter.instead"))

function show(title, ...content) {
  main.replaceChildren(h("div", { class: "stack", role: "status" }, h("h1", { tabindex: "-1" }, title), content))
  main.querySelector("h1").focus()
}

async function open(link, secret, site) {
  show(site, h("p", null, t("invite.opening")))
  const { nonce } = await api.challengeLink(link)
  const key = sha256(utf8(secret))
  const { sign_in_id: signIn } = await api.openLink(link, nonce, hex(hmac(key, `open\n${link}\n${nonce}`)))
  keep(hmac(key, `sign-in\n${signIn}\n${nonce}`))
  history.replaceState(null, "", "/t/pin")
}

/** A refused invitation says what to do next; a phone that is in already just goes on. */
async function refused(problem, site, again) {
  const isClosed = [404, 410].includes(problem.status)
  if (isClosed && canSign() && await api.ownPin().catch(() => null)) return location.replace("/t")
  const retry = h("button", { class: "button primary", type: "button", onclick: again }, t("action.again"))
  show(site, h("p", null, problem.status === 404 ? t("invite.unknown") : problemText(problem)),
    isClosed ? [h("p", null, t("invite.next")), enter()] : retry)
}

async function choose(site, isNew) {
  const { code, set_at: setAt } = await api.ownPin()
  if (isNew && setAt) return location.replace("/t")
  const digits = { type: "password", inputmode: "numeric", autocomplete: "new-password" }
  show(isNew ? t("invite.title", { site }) : t("pin.title"),
    h("p", null, t("pin.why")),
    h("p", null, t("pin.code"), " ", h("strong", { class: "code" }, code)),
    form({
      submit: t("pin.action"),
      buttons: h("a", { class: "button", href: "/t" }, t(isNew ? "pin.later" : "action.cancel")),
      onsubmit: async ({ pin, again }) => {
        if (!/^\d{6}$/.test(pin)) throw objection("pin", t("pin.digits"))
        if (pin !== again) throw objection("again", t("pin.differs"))
        await api.choosePin(sealed(pin))
        show(t("pin.done"), h("p", null, t("pin.done-text", { code })), page(t("pin.go")))
      },
    },
    field({ name: "pin", label: t("pin.new"), hint: t("pin.hint"), ...digits }),
    field({ name: "again", label: t("pin.again"), ...digits })))
}

async function begin() {
  await speak(wished())
  const link = decodeURIComponent(location.pathname.split("/").filter(Boolean).pop())
  const secret = location.hash.slice(1)
  const site = (await api.site().catch(() => ({}))).name || "Wattkeeper"
  document.title = t("invite.title", { site })
  const isInvitation = location.pathname.startsWith("/i/")
  if (isInvitation && !secret) return show(site, h("p", null, t("invite.cut")), enter())
  try {
    if (isInvitation) await open(link, secret, site)
    await choose(site, isInvitation)
  } catch (problem) {
    if (!isInvitation && problem.status === 401) return location.replace("/t")
    await refused(problem, site, begin)
  }
}

begin()
