// Cards: what is held to a reader, whose it is, whether it may charge; cards nobody knows; and guests.
import { api } from "../api.js"
import { editCard } from "../cards/edit.js"
import { guestsPart } from "../cards/guests.js"
import { learnCard } from "../cards/learn.js"
import { unknownPart } from "../cards/unknown.js"
import { cardName } from "../components/card-name.js"
import { blocksLater, statusNow } from "../components/card-status.js"
import { empty, noteBox } from "../components/note.js"
import { table } from "../components/table.js"
import { h, icon } from "../dom.js"
import { day, time } from "../format.js"
import { t, word } from "../i18n.js"
import { soon } from "../soon.js"

export async function page({ query, stream, signal, recount }) {
  const notes = noteBox()
  const box = h("div", { class: "stack wide-apart" })
  const house = { tenants: [], cards: [], names: new Map(), points: [], bays: new Map() }
  const load = async () => {
    const [cards, tenants, unknown, guests, points, bays] = await Promise.all([
      api.idTags(), api.tenants(), api.unknownCards(), api.guests(), api.chargePoints(), api.bays(),
    ])
    Object.assign(house, {
      cards, tenants, points, bays: new Map(bays.map((bay) => [bay.id, bay])),
      names: new Map([...tenants, ...guests].map(({ id, name }) => [id, name])),
    })
    box.replaceChildren(...parts({ house, unknown, guests, done, notes, stream }))
  }
  const done = async (text) => {
    if (text) notes.tell("good", text)
    await Promise.all([load(), recount()])
  }
  await load()
  const again = soon(load)
  for (const kind of ["to_check", "reset"]) stream.addEventListener(kind, again, { signal })
  const wanted = query.get("add")
  if (wanted) setTimeout(() => editCard({ card: { id_tag: wanted }, house, fresh: true, done }))
  return { title: t("tab.cards"), element: h("div", { class: "stack" }, notes.element, box) }
}

function parts({ house, unknown, guests, done, notes, stream }) {
  const { cards } = house
  const learn = h(
    "button", { class: "button primary", type: "button", onclick: () => learnCard({ house, done, stream }) },
    t("card.learn"),
  )
  const add = h(
    "button", { class: "button", type: "button", onclick: () => editCard({ house, done }) }, icon("add"),
    t("card.add"),
  )
  const buttons = h("div", { class: "cluster" }, learn, add)
  return [
    cards.length > 0 && buttons,
    unknown.length > 0 && unknownPart({ unknown, house, done, notes }),
    cards.length ? table(t("tab.cards"), columns(house, done), cards)
      : empty(t("card.none"), t("card.none-text"), buttons),
    guestsPart({ guests, house, done }),
  ].filter(Boolean)
}

function columns(house, done) {
  const sub = (text) => text && h("span", { class: "sub" }, text)
  const places = ({ bays }) => bays.length > 0 &&
    t("card.only-at", { bays: bays.map((id) => house.bays.get(id)?.name ?? id).join(", ") })
  const state = (card) => {
    if (blocksLater(card)) return t("card.until", { day: day(card.blocked_at) })
    if (card.status === "blocked" && card.blocked_at) {
      return t("card.blocked-since", { time: time(card.blocked_at) })
    }
    return card.expires_at && t("card.until", { day: day(card.expires_at) })
  }
  const change = (card) =>
    h("button", {
      class: "button compact", type: "button", "aria-label": t("card.change-this", { card: cardName(card) }),
      onclick: () => editCard({ card, house, done }),
    }, t("action.change"))
  return [
    {
      label: t("card.label"), kind: "lead",
      cell: (card) => [card.label ? cardName(card) : t("card.no-label"), sub(card.printed_number)],
    },
    {
      label: t("card.number"),
      cell: (card) => [h("code", null, card.id_tag), ...card.aliases.map((text) => sub(text))],
    },
    { label: t("card.tenant"), cell: (card) => house.names.get(card.tenant_id) ?? t("card.no-tenant") },
    {
      label: t("card.status"),
      cell: (card) => [word("card.status", statusNow(card)), sub(state(card)), sub(places(card))],
    },
    { label: t("action.change"), kind: "actions", cell: change },
  ]
}
