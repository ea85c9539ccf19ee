// Privacy: how long records are kept, what is to be erased, who is responsible, and papers to print.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { field, form, objection } from "../components/form.js"
import { empty, noteBox } from "../components/note.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { day } from "../format.js"
import { t } from "../i18n.js"
import { link } from "../router.js"
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

function when(erasure) {
  if (erasure.done_at) return t("privacy.done", { day: day(erasure.done_at) })
  if (erasure.cancelled_at) {
    return t("privacy.cancelled", { person: erasure.cancelled_by, why: erasure.cancel_reason })
  }
  const due = t("privacy.due", { day: day(erasure.due_at) })
  return erasure.waits_for
    ? [due, h("span", { class: "sub" }, t(`privacy.waits.${erasure.waits_for}`))] : due
}

function columns(mayChange, done) {
  const cancel = (erasure) => mayChange && !erasure.done_at && !erasure.cancelled_at && h("button", {
    class: "button compact", type: "button", onclick: () => takeBack(erasure, done),
    "aria-label": t("privacy.cancel-this", { what: what(erasure) }),
  }, t("privacy.cancel"))
  return [
    { label: t("privacy.what"), kind: "lead wide", cell: what },
    { label: t("privacy.why"), kind: "wide", cell: ({ reason }) => t(`privacy.reason.${reason}`) },
    { label: t("privacy.when"), kind: "wide", cell: when },
    { label: t("privacy.cancel"), kind: "actions", cell: cancel },
  ]
}

function takeBack(erasure, done) {
  decide({
    title: t("privacy.cancel-this", { what: what(erasure) }),
    content: field({
      name: "reason", label: t("privacy.cancel-reason"), hint: t("privacy.cancel-hint"), autocomplete: "off",
    }),
    action: t("privacy.cancel"),
    perform: async ({ reason }) => {
      if (!reason.trim()) throw objection("reason", t("privacy.reason-missing"))
      await api.cancelErasure(erasure.id, reason.trim())
      await done()
    },
  })
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
