// Cards: what is held to a reader, whose it is, whether it may charge.
import { api } from "../api.js"
import { cardName } from "../components/card-name.js"
import { decide } from "../components/dialog.js"
import { field, objection } from "../components/form.js"
import { empty } from "../components/note.js"
import { table } from "../components/table.js"
import { h, icon } from "../dom.js"
import { day } from "../format.js"
import { t, word } from "../i18n.js"

export async function page({ query }) {
  const box = h("div", { class: "stack" })
  let tenants = []
  const load = async () => {
    const [cards, people] = await Promise.all([api.idTags(), api.tenants()])
    tenants = people
    const add = () => edit({ tenants, done: load })
    const button = h(
      "button", { class: "button primary", type: "button", onclick: add }, icon("add"), t("card.add"),
    )
    box.replaceChildren(
      cards.length ? h("div", { class: "cluster" }, button) : "",
      cards.length ? table(t("tab.cards"), columns(tenants, load), cards)
        : empty(t("card.none"), t("card.none-text"), button))
  }
  await load()
  const wanted = query.get("add")
  if (wanted) setTimeout(() => edit({ card: { id_tag: wanted }, tenants, fresh: true, done: load }))
  return { title: t("tab.cards"), element: box }
}

function columns(tenants, done) {
  const names = new Map(tenants.map((tenant) => [tenant.id, tenant.name]))
  const until = (card) => (card.expires_at ? t("card.until", { day: day(card.expires_at) }) : null)
  const change = (card) =>
    h("button", {
      class: "button compact", type: "button", "aria-label": t("card.change-this", { card: cardName(card) }),
      onclick: () => edit({ card, tenants, done }),
    }, t("action.change"))
  return [
    {
      label: t("card.label"), kind: "lead",
      cell: (card) => (card.label ? cardName(card) : t("card.no-label")),
    },
    { label: t("card.number"), cell: (card) => h("code", null, card.id_tag) },
    { label: t("card.tenant"), cell: (card) => names.get(card.tenant_id) ?? t("card.no-tenant") },
    {
      label: t("card.status"),
      cell: (card) => [
        word("card.status", card.status), until(card) && h("span", { class: "sub" }, until(card)),
      ],
    },
    { label: t("action.change"), kind: "actions", cell: change },
  ]
}

/** Adds a card, or changes one (its number is what the reader says and stays). */
function edit({ card, tenants, fresh = !card, done }) {
  const statuses = ["accepted", "blocked"].map((status) => [status, t(`card.status.${status}`)])
  const owners = [["", t("card.no-tenant")], ...tenants.map((tenant) => [tenant.id, tenant.name])]
  decide({
    title: fresh ? t("card.add") : t("card.change-this", { card: cardName(card) }),
    content: [
      fresh && field({
        name: "id_tag", label: t("card.number"), hint: t("card.number-hint"), value: card?.id_tag,
        autocomplete: "off",
        autocapitalize: "characters", spellcheck: "false",
      }),
      field({
        name: "label", label: t("card.label"), hint: t("card.label-hint"), value: card?.label,
        autocomplete: "off",
      }),
      field({ name: "tenant_id", label: t("card.tenant"), options: owners, value: card?.tenant_id ?? "" }),
      field({
        name: "status", label: t("card.status"), options: statuses, value: card?.status ?? "accepted",
      }),
    ],
    action: t("action.save"),
    perform: async ({ id_tag: number, label, tenant_id: tenant, status }) => {
      const change = { label: label.trim(), tenant_id: tenant || null, status }
      if (!fresh) await api.changeIdTag(card.id_tag, change)
      else if (!number.trim()) throw objection("id_tag", t("card.number-missing"))
      else await api.addIdTag({ ...change, id_tag: number.trim() })
      await done()
    },
  })
}
