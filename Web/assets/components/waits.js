// Why a charge does not run although a car is there: the shared current is in use.
import { time } from "../format.js"
import { t } from "../i18n.js"

/** When its turn comes is known once another charge is about to make room. */
export const waitsText = ({ turn_at: turn }) =>
  (turn ? t("waits.turn", { time: time(turn) }) : t("waits.soon"))
