// Tenants: "#/tenants" lists them, "#/tenants/ID" is everything about one.
import { api } from "../api.js"
import { cardName } from "../components/card-name.js"
import { field } from "../components/form.js"
import { empty } from "../components/note.js"
import { placeNames } from "../components/place-name.js"
import { table } from "../components/table.js"
import { h, icon, refresh } from "../dom.js"
import { now } from "../format.js"
import { t } from "../i18n.js"
import { inviteButton } from "../people/invitations.js"
import { moveIn } from "../people/move-in.js"
import { mayManage, readPlaces } from "../people/places.js"
import { tenantPage } from "../people/tenant-page.js"
import { link } from "../router.js"

const searchFrom = 8

export async function page(context) {
  if (context.id) return tenantPage(context)
  const box = h("div", { class: "stack" })
  const load = async () => {
    const [tenants, cards, places, held] = await Promise.all([
      api.tenants(), api.idTags(), readPlaces(), api.tenancies({ at: now().toISOString() }),
    ])
    places.of = (tenant) => held.filter((tenancy) => tenancy.tenant_id === tenant.id)
      .map((tenancy) => placeNames(tenancy, places))
    const people = tenants.filter((tenant) => tenant.kind !== "guest" && !tenant.archived_at)
    const manages = mayManage(context.me)
    const buttons = manages ? actions(places, load) : []
    const letters = h("a", { class: "button", href: link("letters") }, t("letters.title"))
    refresh(box, people.length
      ? [h("div", { class: "cluster" }, buttons, manages && letters),
        list(people, cards, places, manages && load)]
      : [empty(t("tenant.none"), t("tenant.none-text"), h("div", { class: "cluster" }, buttons))])
  }
  await load()
  return { title: t("tab.tenants"), element: box }
}

function actions(places, done) {
  const add = h("button", {
    class: "button primary", type: "button", onclick: () => moveIn({ places, done }),
  }, icon("add"), t("tenant.add"))
  return [add, h("a", { class: "button", href: link("import") }, t("person.import"))]
}

/** done: absent where nothing may be changed. */
function list(people, cards, places, done) {
  const body = h("div", null)
  const draw = (wanted) => {
    const rows = people.filter((tenant) => matches(tenant, places, wanted))
    body.replaceChildren(rows.length ? table(t("tab.tenants"), columns(cards, places, done), rows)
      : h("p", { class: "quiet", role: "status" }, t("person.nobody-found")))
  }
  draw("")
  const search = people.length >= searchFrom && h("div", { class: "filters" }, field({
    name: "search", label: t("person.search"), type: "search", autocomplete: "off",
    oninput: (event) => draw(event.target.value),
  }))
  return h("div", { class: "stack" }, search, body)
}

function matches(tenant, places, wanted) {
  const text = [tenant.name, tenant.email, tenant.phone,
    ...places.of(tenant)].filter(Boolean).join(" ").toLowerCase()
  return wanted.toLowerCase().split(/\s+/).every((part) => text.includes(part))
}

function columns(cards, places, done) {
  const held = (tenant) => cards.filter((card) => card.tenant_id === tenant.id &&
    card.label !== "phone").map(cardName)
  return [
    {
      label: t("tenant.name"), kind: "lead wide",
      cell: (tenant) => [
        h("a", { href: link("tenants", tenant.id) }, tenant.name),
        tenant.group_id && h("span", { class: "sub" }, places.groups.get(tenant.group_id)?.name),
      ],
    },
    { label: t("person.place"), cell: (tenant) => places.of(tenant).join("; ") || "–" },
    { label: t("tab.cards"), cell: (tenant) => held(tenant).join(", ") || t("tenant.no-card") },
    {
      label: t("person.contact"), kind: "wide",
      cell: (tenant) => [tenant.email, tenant.phone].filter(Boolean).join(" · ") || "–",
    },
    { label: t("person.phone-state"), cell: phoneState },
    { label: t("tenant.invite"), kind: "actions", cell: (tenant) => done && inviteButton(tenant, done) },
  ]
}

/** Whether the tenant's phone is in, or an invitation waits. */
function phoneState({ links = [] }) {
  const standing = links.filter((each) => !each.revoked_at)
  if (standing.some((each) => each.used_at)) return t("person.phone-in")
  return standing.length ? t("person.phone-invited") : t("person.phone-none")
}
