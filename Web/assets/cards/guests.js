// Guests: who may charge for a while, up to so much, and who pays for them.
import { api } from "../api.js"
import { budgetsDialog, budgetText } from "../components/budgets.js"
import { copyable } from "../components/copy.js"
import { decide, dialog } from "../components/dialog.js"
import { field, objection } from "../components/form.js"
import { table } from "../components/table.js"
import { h, icon } from "../dom.js"
import { dateTime, instantAt, localTimeIn, now } from "../format.js"
import { t } from "../i18n.js"
import { endsWith, runningOf } from "./running.js"

export function guestsPart({ guests, house, done }) {
  const add = h("button", { class: "button", type: "button", onclick: () => addGuest(house, done) },
    icon("add"), t("guest.add"))
  return h("section", { class: "stack", "aria-labelledby": "guests" },
    h("div", { class: "cluster spread" }, h("h2", { id: "guests" }, t("guest.title")), add),
    guests.length ? table(t("guest.title"), columns(house, done), guests)
      : h("p", { class: "quiet" }, t("guest.none")))
}

function columns(house, done) {
  const isOver = (guest) => guest.valid_until && new Date(guest.valid_until) <= now()
  const sub = (text) => h("span", { class: "sub" }, text)
  return [
    {
      label: t("tenant.name"), kind: "lead",
      cell: (guest) => [guest.name, ...guest.id_tags.map((number) => sub(number))],
    },
    { label: t("guest.until"), cell: (guest) => (isOver(guest) ? t("guest.over") : dateTime(guest.valid_until)) },
    { label: t("budget.title"), cell: (guest) => guest.budgets.map(budgetText).join(" · ") || t("budget.none") },
    { label: t("guest.host"), cell: (guest) => house.names.get(guest.host_tenant_id) ?? t("guest.owner") },
    {
      label: t("action.change"), kind: "actions",
      cell: (guest) => h("div", { class: "cluster" },
        h("button", {
          class: "button compact", type: "button", "aria-label": t("budget.of", { name: guest.name }),
          onclick: () => budgetsDialog({ tenant: guest, done }),
        }, t("budget.title")),
        !isOver(guest) && h("button", {
          class: "button compact", type: "button", "aria-label": t("guest.end-this", { name: guest.name }),
          onclick: () => endPass(guest, done),
        }, t("guest.end"))),
    },
  ]
}

/** From now on nothing starts; what runs is named before, and stopped. */
async function endPass(guest, done) {
  const charges = await runningOf(guest)
  decide({
    title: t("guest.end-this", { name: guest.name }),
    content: [h("p", null, t("guest.end-hint")), endsWith(charges)],
    action: t("guest.end"),
    perform: async () => {
      const begins = guest.valid_from && new Date(guest.valid_from) > now() ? { valid_from: null } : {}
      await api.changeTenant(guest.id, { ...begins, valid_until: now().toISOString() })
      await Promise.all(charges.map((charge) => api.stop(charge.transaction_id)))
      await done()
    },
  })
}

function addGuest(house, done) {
  const hosts = [["", t("guest.owner")], ...house.tenants.filter(({ kind }) => kind !== "guest")
    .map(({ id, name }) => [id, name])]
  decide({
    title: t("guest.add"),
    content: [
      h("p", null, t("guest.text")),
      field({ name: "name", label: t("tenant.name"), autocomplete: "off" }),
      field({
        name: "valid_until", label: t("guest.until"), type: "datetime-local", value: localTimeIn(24 * 60),
      }),
      field({
        name: "energy_wh", label: t("guest.energy"), hint: t("guest.energy-hint"), unit: "kWh",
        inputmode: "numeric", value: "20",
      }),
      field({ name: "host_tenant_id", label: t("guest.host"), options: hosts }),
      field({
        name: "id_tag", label: t("guest.card"), hint: t("guest.card-hint"), autocomplete: "off",
        spellcheck: "false",
      }),
    ],
    action: t("guest.make"),
    perform: async (values) => {
      const { name, valid_until: until, energy_wh: energy, host_tenant_id: host, id_tag: number } = values
      if (!name.trim()) throw objection("name", t("tenant.name-missing"))
      const guest = await api.addGuest({
        name: name.trim(), valid_until: until ? instantAt(until) : null, host_tenant_id: host || null,
        energy_wh: energy.trim() ? Math.round(Number(energy.replace(",", ".")) * 1000) : null,
        id_tag: number.trim() || null,
      })
      await done()
      setTimeout(() => showLink(guest))
    },
  })
}

function showLink(guest) {
  const close = h(
    "button", { class: "button primary", type: "button", onclick: () => box.close() }, t("link.done"),
  )
  const box = dialog(t("link.title", { name: guest.name }),
    [h("p", null, t("guest.link")), copyable(guest.link.url, t("tenant.links")), h("div", null, close)])
}
