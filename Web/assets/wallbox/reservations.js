// Who a connector is kept for, and until when (ReserveNow).
import { api } from "../api.js"
import { cardChoice } from "../components/card-choice.js"
import { decide } from "../components/dialog.js"
import { field, objection } from "../components/form.js"
import { table } from "../components/table.js"
import { h, icon } from "../dom.js"
import { dateTime, instantAt, localTimeIn, time } from "../format.js"
import { t, word } from "../i18n.js"
import { ask, button, demand } from "./ask.js"

export const reservations = (wallbox) => ({
  name: "reservations", title: t("reservation.title"), hint: t("reservation.hint"),
  load: async (again) => view(await read(wallbox), wallbox, again),
})

const read = async ({ point }) =>
  (await api.reservations()).filter((each) => each.charge_point === point.id)

function view(list, wallbox, again) {
  const columns = [
    {
      label: t("wallbox.connector"), kind: "lead",
      cell: ({ connector }) => (connector ? t("profile.connector", { connector }) : t("reservation.any")),
    },
    {
      label: t("board.card"),
      cell: ({ id_tag: card, parent_id_tag: parent }) => [
        card ? h("code", null, card) : t("reservation.someone"),
        parent && h("span", { class: "sub" }, t("reservation.parent", { card: parent })),
      ],
    },
    { label: t("reservation.until"), cell: (each) => dateTime(each.expires_at) },
    { label: t("board.state"), cell: (each) => [word("reservation.state", each.state), by(each)] },
    {
      label: t("board.actions"), kind: "actions",
      cell: (each) => wallbox.mayAct && each.state === "active" && cancel(each, wallbox, again),
    },
  ]
  return [
    wallbox.mayAct && h("div", null, button([icon("add"), t("reservation.add")],
      () => reserve(list, wallbox, again), wallbox)),
    list.length ? table(t("reservation.title"), columns, list)
      : h("p", { class: "quiet" }, t("reservation.none")),
  ]
}

const by = ({ requested_by: person, requested_at: at }) =>
  h("span", { class: "sub" }, t("reservation.by", { person, time: time(at) }))

function cancel(reservation, wallbox, again) {
  const act = async () => {
    await ask(wallbox, "CancelReservation", { reservationId: reservation.reservation_id })
    await again()
  }
  return button(t("reservation.cancel"), act, wallbox, {
    class: "button compact",
    "aria-label": t("reservation.cancel-this", { time: dateTime(reservation.expires_at) }),
  })
}

async function reserve(list, wallbox, again) {
  const { point, name, mayReadPeople } = wallbox
  const places = point.connectors.map(({ connector }) => connector).filter((connector) => connector > 0)
  const card = await cardChoice({
    name: "card", label: t("board.card"), first: t("reservation.choose-card"), mayReadPeople,
  })
  decide({
    title: t("reservation.add-at", { name }),
    content: [
      field({
        name: "connector", label: t("wallbox.connector"),
        options: (places.length ? places : [1]).map((each) => [String(each), String(each)]),
      }),
      card,
      field({
        name: "until", label: t("reservation.until"), type: "datetime-local", value: localTimeIn(60),
        min: localTimeIn(0),
      }),
    ],
    action: t("reservation.action"),
    busy: t("operation.waiting"),
    perform: async ({ connector, card: idTag, until }) => {
      if (!idTag.trim()) throw objection("card", t("reservation.choose-card"))
      if (!until || until <= localTimeIn(0)) throw objection("until", t("reservation.too-early"))
      const reservationId = 1 + Math.max(0, ...list.map((each) => each.reservation_id))
      await demand(wallbox, "ReserveNow", {
        connectorId: Number(connector), expiryDate: instantAt(until), idTag: idTag.trim(), reservationId,
      })
      await again()
    },
  })
}
