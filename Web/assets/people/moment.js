// The day on which a tenancy begins or ends, as the instant the server reckons with.
import { midnight, now, today } from "../format.js"

const dayAfter = (date) => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** A tenancy begins with its first day. */
export const beginOf = (date) => midnight(date)

/** It ends with its last day; one that ends today ends now, so that who follows can begin at once. */
export function endOf(date) {
  return date === today() ? now().toISOString() : midnight(dayAfter(date))
}
