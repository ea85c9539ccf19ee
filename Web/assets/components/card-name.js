// What a card is called. Each tenant's phone has a card of its own, which the server labels "phone".
import { t } from "../i18n.js"

export function cardName({ label, id_tag: number }) {
  if (label === "phone") return t("card.phone")
  return label || number
}
