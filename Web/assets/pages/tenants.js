// Tenants, and the links that bring a tenant's phone in.
import { api } from "../api.js"
import { cardName } from "../components/card-name.js"
import { copyable } from "../components/copy.js"
import { decide, dialog } from "../components/dialog.js"
import { field, objection } from "../components/form.js"
import { empty } from "../components/note.js"
import { table } from "../components/table.js"
import { h, icon } from "../dom.js"
import { dateTime, time } from "../format.js"
import { t } from "../i18n.js"

export async function page() {
  const box = h("div", { class: "stack" })
  const load = async () => {
    const [tenants, cards] = await Promise.all([api.tenants(), api.idTags()])
    const button = h(
      "button", { class: "button primary", type: "button", onclick: () => add(load) }, icon("add"),
      t("tenant.add"),
    )
    box.replaceChildren(
      tenants.length ? h("div", { class: "cluster" }, button) : "",
      tenants.length ? table(t("tab.tenants"), columns(cards, load), tenants)
        : empty(t("tenant.none"), t("tenant.none-text"), button))
  }
  await load()
  return { title: t("tab.tenants"), element: box }
}

function columns(cards, done) {
  const held = (tenant) => cards.filter((card) => card.tenant_id === tenant.id).map(cardName)
  const invite = (tenant) =>
    h("button", {
      class: "button compact", type: "button", "aria-label": t("tenant.invite-this", { name: tenant.name }),
      onclick: () => makeLink(tenant, done),
    }, t("tenant.invite"))
  return [
    { label: t("tenant.name"), kind: "lead wide", cell: (tenant) => tenant.name },
    { label: t("tab.cards"), kind: "wide", cell: (tenant) => held(tenant).join(", ") || t("tenant.no-card") },
    { label: t("tenant.links"), kind: "wide", cell: (tenant) => links(tenant, done) },
    { label: t("tenant.invite"), kind: "actions", cell: invite },
  ]
}

/** Open links can be revoked; a used one says since when the phone is in. */
function links(tenant, done) {
  const lines = (tenant.links ?? []).filter((link) => !link.revoked_at).map((link) => {
    const text = link.used_at ? t("link.used", { time: time(link.used_at) })
      : t("link.open", { time: time(link.expires_at) })
    const revoke = h("button", {
      class: "button plain compact", type: "button", onclick: () => revokeLink(tenant, link, done),
      "aria-label": t("link.revoke-this", { name: tenant.name }),
    }, t("link.revoke"))
    return h("div", { class: "cluster" }, h("span", null, text), revoke)
  })
  return lines.length ? lines : "–"
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

async function makeLink(tenant, done) {
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

function add(done) {
  decide({
    title: t("tenant.add"),
    content: field({
      name: "name", label: t("tenant.name"), hint: t("tenant.name-hint"), autocomplete: "off",
    }),
    action: t("action.save"),
    perform: async ({ name }) => {
      if (!name.trim()) throw objection("name", t("tenant.name-missing"))
      await api.addTenant(name.trim())
      await done()
    },
  })
}
