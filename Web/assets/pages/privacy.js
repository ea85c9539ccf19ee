// Privacy: how long records are kept, what is to be erased, who is responsible, and papers to print.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { field, form } from "../components/form.js"
import { empty, noteBox } from "../components/note.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { link } from "../router.js"
import { takeBack, when } from "../privacy/erasure.js"
import { kept, record } from "../privacy/record.js"

const people = {
  controller_name: "privacy.controller-name", controller_address: "privacy.controller-address",
  privacy_contact: "privacy.contact", data_protection_officer: "privacy.officer",
}

export async function page({ id, me }) {
  const settings = await api.settings()
  if (id === "record") return record(settings)
  const mayChange = me.role === "owner" || me.role === "manager"
  const notes = noteBox()
  const erasures = h("div", { class: "stack" })
  const load = async () => {
    const [items, tenants] = await Promise.all([api.erasures(), api.tenants()])
    const announce = mayChange && h("button", {
      class: "button", type: "button", onclick: () => erase(tenants, load),
    }, t("privacy.erase"))
    erasures.replaceChildren(
      items.length ? table(t("privacy.erasures"), columns(mayChange, load), items)
        : empty(t("privacy.none"), t("privacy.none-text")),
      h("div", { class: "cluster" }, announce, mayChange && ownFile(tenants)))
  }
  await load()
  const element = h("div", { class: "stack" }, notes.element,
    h("section", { class: "card stack" }, h("h2", null, t("privacy.erasures")), erasures),
    mayChange && settingsForm(settings, notes),
    h("section", { class: "card stack" }, h("h2", null, t("privacy.papers")),
      h("div", { class: "cluster" },
        h("a", { class: "button", href: "/privacy", target: "_blank" }, t("privacy.notice")),
        h("a", { class: "button", href: link("privacy", "record") }, t("privacy.record")))))
  return { title: t("tab.privacy"), element }
}

function settingsForm(settings, notes) {
  return form({
    submit: t("action.save"),
    onsubmit: async (values) => {
      const changes = Object.entries(values).filter(([name, value]) => value.trim() !== settings[name])
      Object.assign(settings, await api.changeSettings(
        Object.fromEntries(changes.map(([name, value]) => [name, value.trim()]))))
      notes.tell("good", t("privacy.saved"))
    },
  },
  h("section", { class: "card stack" }, h("h2", null, t("privacy.keep")),
    h("p", { class: "quiet" }, t("privacy.keep-hint")),
    h("div", { class: "fields" }, kept(settings).map(([kind, name]) => field({
      name, label: t(`records.${kind}`), unit: t("privacy.days"), inputmode: "numeric", value: settings[name],
      hint: kind === "charges" && t("privacy.charges-hint"), autocomplete: "off",
    })))),
  h("section", { class: "card stack" }, h("h2", null, t("privacy.who")),
    h("p", { class: "quiet" }, t("privacy.who-hint")),
    h("div", { class: "fields" }, Object.entries(people).map(([name, key]) => field({
      name, label: t(key), value: settings[name],
    })))))
}

function what({ kind, year, tenant_name, tenant_id }) {
  if (kind === "charges") return t("privacy.charges-of", { year })
  return tenant_name ?? t("privacy.erased-tenant", { id: tenant_id ?? "–" })
}

function columns(mayChange, done) {
  const cancel = (erasure) => mayChange && !erasure.done_at && !erasure.cancelled_at && h("button", {
    class: "button compact", type: "button", onclick: () => takeBack(erasure, what(erasure), done),
    "aria-label": t("privacy.cancel-this", { what: what(erasure) }),
  }, t("privacy.cancel"))
  return [
    { label: t("privacy.what"), kind: "lead wide", cell: what },
    { label: t("privacy.why"), kind: "wide", cell: ({ reason }) => t(`privacy.reason.${reason}`) },
    { label: t("privacy.when"), kind: "wide", cell: when },
    { label: t("privacy.cancel"), kind: "actions", cell: cancel },
  ]
}

const choice = (tenants) => field({
  name: "tenant", label: t("board.who"),
  options: tenants.filter(({ name }) => name).map(({ id, name }) => [id, name]),
})

function erase(tenants, done) {
  decide({
    title: t("privacy.erase"),
    content: [h("p", null, t("privacy.erase-hint")), choice(tenants)],
    action: t("privacy.erase-action"),
    perform: async ({ tenant }) => {
      await api.announceErasure(tenant)
      await done()
    },
  })
}

function ownFile(tenants) {
  const ask = () => decide({
    title: t("privacy.data"),
    content: [h("p", null, t("privacy.data-hint")), choice(tenants)],
    action: t("privacy.download"),
    perform: async ({ tenant }) => location.assign(api.personFile(tenant)),
  })
  return h("button", { class: "button", type: "button", onclick: ask }, t("privacy.data"))
}
