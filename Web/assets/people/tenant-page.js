// Everything about one tenant: where and since when, cards, phone, budgets, charges, and the file about it.
import { api } from "../api.js"
import { cardName } from "../components/card-name.js"
import { statusNow } from "../components/card-status.js"
import { costText } from "../components/cost.js"
import { decide } from "../components/dialog.js"
import { field, objection } from "../components/form.js"
import { table } from "../components/table.js"
import { h, icon, refresh } from "../dom.js"
import { dateTime, energy } from "../format.js"
import { languages, t, word } from "../i18n.js"
import { link } from "../router.js"
import { accessPart } from "./access.js"
import { moveIn } from "./move-in.js"
import { budgetPart } from "./own-budgets.js"
import { filePart } from "./person-file.js"
import { inOrder, mayManage, readPlaces } from "./places.js"
import { tenancies } from "./tenancies.js"

const chargesShown = 10

export async function tenantPage({ id, me }) {
  const box = h("div", { class: "stack wide-apart" })
  const state = {}
  const load = async () => {
    const manages = mayManage(me)
    const [tenant, links, places, tenants, cards, held, charges] = await Promise.all([
      api.tenantOf(id), api.linksOf(id), readPlaces(), api.tenants(), api.idTags(),
      api.tenancies({ tenant_id: id }), api.transactions({ tenant_id: id, limit: chargesShown }),
    ])
    const [phones, pin, budgets, erasures, settings] = await Promise.all([
      api.phonesOf(id), manages && api.pinOf(id), api.budgets(id), api.erasures(), api.settings(),
    ])
    Object.assign(state, {
      tenant, links, places, tenants, held, phones, pin, budgets, erasures, settings, manages, done: load,
    })
    const own = cards.filter((card) => card.tenant_id === id && card.label !== "phone")
    refresh(box, [
      h("a", { class: "cluster", href: link("tenants") }, icon("back"), t("tab.tenants")), head(state),
        homes(state), cardPart(own), accessPart(state), budgetPart(state), chargePart(charges.items, id),
        manages && filePart(state),
    ].filter(Boolean))
  }
  await load()
  return { title: state.tenant.name, element: box }
}

function head({ tenant, places, manages, done }) {
  const facts = [
    [t("person.email"), tenant.email], [t("person.phone"), tenant.phone],
    [t("person.group"), places.groups.get(tenant.group_id)?.name],
    [t("person.language"), languages[tenant.language]],
  ].filter(([, value]) => value)
  return h("section", { class: "card stack" },
    h("div", { class: "cluster spread" }, h("h2", null, tenant.name),
      manages && h("button", {
        class: "button compact", type: "button", onclick: () => change(tenant, places, done),
        "aria-label": t("person.change-this", { name: tenant.name }),
      }, t("action.change"))),
    tenant.archived_at && h("p", { class: "quiet" }, t("person.archived")),
    facts.length > 0 ? h("dl", { class: "facts" }, facts.map(([name, value]) =>
      h("div", null, h("dt", null, name), h("dd", null, value)))) : h("p", { class: "quiet" },
        t("person.no-contact")))
}

function change(tenant, places, done) {
  const groups = [["", t("person.no-group")], ...inOrder(places.groups).map(({ id, name }) => [id, name])]
  const tongues = [["", t("person.site-language")], ...Object.entries(languages)]
  decide({
    title: t("person.change-this", { name: tenant.name }),
    content: [
      field({ name: "name", label: t("tenant.name"), value: tenant.name, autocomplete: "off" }),
      h("div", { class: "fields" },
        field({ name: "email", label: t("person.email"), type: "email", value: tenant.email ?? "",
          autocomplete: "off" }),
        field({ name: "phone", label: t("person.phone"), type: "tel", value: tenant.phone ?? "",
          autocomplete: "off" })),
      field({ name: "group_id", label: t("person.group"), options: groups, value: tenant.group_id ?? "" }),
      field({ name: "language", label: t("person.language"), options: tongues,
        value: tenant.language ?? "" }),
    ],
    action: t("action.save"),
    perform: async (values) => {
      if (!values.name.trim()) throw objection("name", t("tenant.name-missing"))
      const given = Object.entries(values).map(([name, value]) => [name, value.trim() || null])
      await api.changeTenant(tenant.id, Object.fromEntries(given))
      await done()
    },
  })
}

function homes({ tenant, places, tenants, held, manages, done }) {
  const add = manages && h("button", {
    class: "button", type: "button", onclick: () => moveIn({ tenant, places, done }),
  }, icon("add"), t("move-in.title"))
  return h("section", { class: "stack", "aria-labelledby": "homes" },
    h("div", { class: "cluster spread" }, h("h2", { id: "homes" }, t("tenancy.title")), add),
    held.length ? tenancies({ tenant, places, tenants, held, manages, done })
      : h("p", { class: "quiet" }, t("tenancy.none")))
}

function cardPart(cards) {
  const columns = [
    { label: t("card.label"), kind: "lead", cell: cardName },
    { label: t("card.number"), cell: (card) => h("code", null, card.id_tag) },
    { label: t("card.status"), cell: (card) => word("card.status", statusNow(card)) },
  ]
  return h("section", { class: "stack", "aria-labelledby": "own-cards" },
    h("div", { class: "cluster spread" }, h("h2", { id: "own-cards" }, t("tab.cards")),
      h("a", { class: "button", href: link("cards") }, t("person.to-cards"))),
    cards.length ? table(t("tab.cards"), columns, cards) : h("p", { class: "quiet" },
      t("person.no-cards-text")))
}

function chargePart(charges, id) {
  const columns = [
    {
      label: t("charge.started"), kind: "lead",
      cell: (charge) => h("a", { href: link("charges", charge.id) }, dateTime(charge.started_at)),
    },
    { label: t("bay.one"), cell: (charge) => charge.bay_name ?? charge.name ?? charge.charge_point },
    { label: t("charges.energy"), kind: "right", cell: (charge) => energy(charge.energy_wh) },
    { label: t("charges.amount"), kind: "right", cell: (charge) => costText(charge.cost) },
  ]
  return h("section", { class: "stack", "aria-labelledby": "own-charges" },
    h("div", { class: "cluster spread" }, h("h2", { id: "own-charges" }, t("tab.charges")),
      h("a", { class: "button", href: link("charges", null, { tenant: id }) }, t("person.to-charges"))),
    charges.length ? table(t("tab.charges"), columns, charges) : h("p", { class: "quiet" },
      t("person.no-charges-yet")))
}
