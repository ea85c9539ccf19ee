// Which card: a list for those who may see the cards, a field for its number for those who may not.
import { api } from "../api.js"
import { t } from "../i18n.js"
import { cardName } from "./card-name.js"
import { field } from "./form.js"

/** first: the entry for none; only cards that may charge are offered, and the one chosen now. */
export async function cardChoice({ name, label, hint, value = "", first, mayReadPeople }) {
  if (!mayReadPeople) return field({ name, label, hint: t("card.number-hint"), value, autocomplete: "off" })
  const [cards, tenants] = await Promise.all([api.idTags(), api.tenants()])
  const people = new Map(tenants.map((tenant) => [tenant.id, tenant.name]))
  const options = cards.filter((card) => card.status === "accepted" || card.id_tag === value)
    .map((card) => [card.id_tag, [cardName(card), people.get(card.tenant_id)].filter(Boolean).join(", ")])
  return field({ name, label, hint, value, options: [["", first], ...options] })
}
