// The links that bring a tenant's phone in: made once, shown once, used once.
import { api } from "../api.js"
import { copyable } from "../components/copy.js"
import { decide, dialog } from "../components/dialog.js"
import { h } from "../dom.js"
import { dateTime, time } from "../format.js"
import { t } from "../i18n.js"

export function inviteButton(tenant, done) {
  return h("button", {
    class: "button compact", type: "button", "aria-label": t("tenant.invite-this", { name: tenant.name }),
    onclick: () => makeLink(tenant, done),
  }, t("tenant.invite"))
}

/** Open links can be revoked; a used one says since when the phone is in. */
export function invitations({ tenant, links, manages, done }) {
  const lines = links.filter((link) => !link.revoked_at).map((link) => {
    const text = link.used_at ? t("link.used", { time: time(link.used_at) })
      : t("link.open", { time: time(link.expires_at) })
    const revoke = manages && h("button", {
      class: "button plain compact", type: "button", onclick: () => revokeLink(tenant, link, done),
      "aria-label": t("link.revoke-this", { name: tenant.name }),
    }, t("link.revoke"))
    return h("div", { class: "cluster" }, h("span", null, text), revoke)
  })
  return h("div", { class: "stack tight" },
    lines.length ? lines : h("p", { class: "quiet" }, t("person.phone-none-text")),
    manages && h("div", null, inviteButton(tenant, done)))
}

function revokeLink(tenant, link, done) {
  decide({
    title: t("link.revoke-this", { name: tenant.name }),
    content: h("p", null, t("link.revoke-hint")),
    action: t("link.revoke"),
    perform: async () => {
      await api.revokeLink(tenant.id, link.id)
      await done()
    },
  })
}

function makeLink(tenant, done) {
  decide({
    title: t("tenant.invite-this", { name: tenant.name }),
    content: h("p", null, t("link.intro")),
    action: t("link.make"),
    perform: async () => {
      const link = await api.addLink(tenant.id)
      await done()
      setTimeout(() => showLink(tenant, link))
    },
  })
}

function showLink(tenant, link) {
  const close = h(
    "button", { class: "button primary", type: "button", onclick: () => box.close() }, t("link.done"),
  )
  const until = link.expires_at && h(
    "p", { class: "quiet" }, t("link.until", { time: dateTime(link.expires_at) }),
  )
  const box = dialog(t("link.title", { name: tenant.name }),
    [h("p", null, t("link.once")), copyable(link.url, t("tenant.links")), until, h("div", null, close)])
}
