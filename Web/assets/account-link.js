// A link of the owner's: someone chooses a password. The secret stands behind the "#" and never in an address.
import { api } from "./api.js"
import { field, form, objection } from "./components/form.js"
import { bare } from "./components/shell.js"
import { h } from "./dom.js"
import { problemText, speakToStaff, t, wished } from "./i18n.js"

async function open() {
  const site = await api.site()
  await speakToStaff(localStorage.getItem("language") ?? wished() ?? site.language)
  const [link, secret] = [location.pathname.split("/").filter(Boolean).pop(), location.hash.slice(1)]
  const title = t("account-link.title", { site: site.name || "Wattkeeper" })
  document.title = title
  const box = h("div", { class: "narrow stack" }, h("h1", null, title),
    ...(secret ? [h("p", { class: "quiet" }, t("account-link.intro")), chooser(link, secret)]
      : [h("p", null, t("invite.cut"))]))
  document.getElementById("app").replaceChildren(...bare(site, box))
}

function chooser(link, secret) {
  const element = form({
    submit: t("account-link.choose"),
    onsubmit: async ({ password }) => {
      if ([...password].length < 10) throw objection("password", t("claim.password-short"))
      const account = await api.useAccountLink(link, secret, password)
      const on = h("a", { class: "button primary", href: "/" }, t("account-link.on"))
      element.replaceWith(h("div", { class: "stack", role: "status" },
        h("p", null, t("account-link.done", { name: account.name })), h("div", null, on)))
    },
  },
  field({
    name: "password", label: t("account.password-new"), hint: t("claim.password-hint"), type: "password",
    autocomplete: "new-password", autofocus: true,
  }))
  return element
}

open().catch((problem) => {
  document.getElementById("app").replaceChildren(h("main", { class: "content" }, h("p", { role: "alert" }, problemText(problem))))
})
