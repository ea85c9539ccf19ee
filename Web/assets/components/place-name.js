// How a person's places are told: the unit, then its bays.
import { t } from "../i18n.js"

/** "2nd floor left · bay 7, bay 8"; places: {units, bays} as Maps by id. */
export function placeNames(tenancy, places) {
  const unit = places.units.get(tenancy.unit_id)?.name
  const bays = (tenancy.bays ?? []).map((id) => places.bays.get(id)?.name ?? id).join(", ")
  return [unit, bays].filter(Boolean).join(" · ") || t("tenancy.no-place")
}
