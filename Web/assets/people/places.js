// Units, bays and groups, by their ids: what the pages about people speak of.
import { api } from "../api.js"

const byID = (items) => new Map(items.map((item) => [item.id, item]))

export async function readPlaces() {
  const [units, bays, groups] = await Promise.all([api.units(), api.bays(), api.groups()])
  return { units: byID(units), bays: byID(bays), groups: byID(groups) }
}

/** By name, numbers in it by their size. */
export const inOrder = (places) =>
  [...places.values()].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))

/** Others may read. */
export const mayManage = (me) => me.role === "owner" || me.role === "manager"
