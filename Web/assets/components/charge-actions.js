// Starting and stopping a charge: the two decisions of the board that cost money.
import { api } from "../api.js"
import { h } from "../dom.js"
import { energy, money } from "../format.js"
import { t } from "../i18n.js"
import { link } from "../router.js"
import { cardName } from "./card-name.js"
import { decide } from "./dialog.js"
import { choices, objection } from "./form.js"
import { outcome } from "./operations.js"

export const person = (charge) => charge.tenant?.name ?? charge.tenant_name ?? cardName(charge)

/** Which card pays for a start at this bay. tell(kind, text) shows the outcome. */
export async function startDialog({ chargePoint, connector, bay, tell }) {
  const [cards, tenants] = await Promise.all([api.idTags(), api.tenants()])
  const names = new Map(tenants.map((tenant) => [tenant.id, tenant.name]))
  const options = cards.filter((card) => card.status === "accepted")
    .map((card) => [card.id_tag, cardName(card), names.get(card.tenant_id) ?? t("card.no-tenant")])
  const none = h("p", null, t("start.no-cards") + " ", h("a", { href: link("cards") }, t("start.add-card")))
  decide({
    title: t("start.title", { bay }),
    content: options.length ? choices({ name: "card", label: t("start.card"), options }) : none,
    action: t("start.action"),
    busy: t("start.asking"),
    perform: async ({ card }) => {
      if (!card) throw objection(null, t("start.choose"))
      const { good, text } = outcome(await api.start(chargePoint, connector, card), bay)
      if (!good) throw objection(null, text)
      tell("good", t("start.agreed", { bay }))
    },
  })
}

/** Names the person, the energy and the amount before the stop. */
export function stopDialog({ charge, bay, tell }) {
  const amount = money(charge.cost?.gross, charge.cost?.currency)
  const facts = { bay, person: person(charge), energy: energy(charge.energy_wh), amount }
  decide({
    title: t("stop.title", facts),
    content: h("p", null, t(charge.cost?.gross ? "stop.text" : "stop.text-no-amount", facts)),
    action: t("stop.action"),
    busy: t("stop.asking"),
    perform: async () => {
      const { good, text } = outcome(await api.stop(charge.transaction_id), bay)
      if (!good) throw objection(null, text)
      tell("good", t("stop.agreed", { bay }))
    },
  })
}
