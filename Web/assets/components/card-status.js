// Whether a card may charge now. A move-out that lies ahead blocks cards from that instant on, not before.
import { now } from "../format.js"

export const blocksLater = ({ status, blocked_at: from }) => status === "blocked" && from && new Date(from) > now()

export const statusNow = (card) => (blocksLater(card) ? "accepted" : card.status)
