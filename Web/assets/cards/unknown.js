// Cards that readers showed and nobody knows: where and when, what they may be, and whose they are.
import { api } from "../api.js"
import { cardName } from "../components/card-name.js"
import { decide } from "../components/dialog.js"
import { field } from "../components/form.js"
import { h, icon } from "../dom.js"
import { time } from "../format.js"
import { problemText, t, word } from "../i18n.js"
import { owners } from "./edit.js"

export function unknownPart({ unknown, house, done, notes }) {
  const points = new Map(house.points.map((point) => [point.id, point.name || point.id]))
  return h("section", { class: "stack", "aria-labelledby": "unknown-cards" },
    h("h2", { id: "unknown-cards" }, t("card.unknown")),
    h("p", { class: "quiet" }, t("card.unknown-text")),
    unknown.map((card) => line(card, { points, house, done, notes })))
}

function place(card, points) {
  if (card.bay_name) return card.bay_name
  const name = points.get(card.charge_point) ?? card.charge_point ?? "–"
  return card.connector > 1 ? `${name} / ${card.connector}` : name
}

function line(card, { points, house, done, notes }) {
  const act = (perform, text) => () => perform().then(() => done(text))
    .catch((problem) => notes.tell("alarm", problemText(problem)))
  const when = card.count > 1 ? t("check.times", { n: card.count, time: time(card.last_at) })
    : time(card.last_at)
  return h("section", { class: "card stack", "aria-label": card.id_tag },
    h("div", { class: "cluster spread" },
      h("span", { class: "badge state-waiting" }, icon("info"), place(card, points)),
      h("span", { class: "quiet small" }, when)),
    h("p", null, h("strong", null, h("code", null, card.id_tag))),
    card.suggestions.map((each) => suggestion(card, each, house, done)),
    h("div", { class: "cluster" },
      h("button", {
        class: "button", type: "button", onclick: () => assign(card, house, done),
        "aria-label": t("card.assign-this", { card: card.id_tag }),
      }, t("check.assign")),
      h("button", {
        class: "button plain", type: "button", "aria-label": t("card.dismiss-this", { card: card.id_tag }),
        onclick: act(() => api.dismissUnknownCard(card.id), t("card.dismissed")),
      }, t("check.dismiss"))))
}

/** A hint, never a reason to let it charge: it counts only when a person says so. */
function suggestion(card, each, house, done) {
  const known = [cardName(each), house.names.get(each.tenant_id)].filter(Boolean).join(", ")
  const join = () => decide({
    title: t("card.same-title", { card: known }),
    content: h("p", null, t("card.same-text", { number: card.id_tag, card: known })),
    action: t("card.same"),
    perform: async () => {
      await api.assignUnknownCard(card.id, { alias_of: each.id_tag })
      await done(t("card.same-done", { card: known }))
    },
  })
  return h("div", { class: "cluster spread" },
    h("p", null, t("card.perhaps", { card: known }), " ",
      h("span", { class: "quiet" }, word("card.why", each.why))),
    h("button", { class: "button compact", type: "button", onclick: join }, t("card.same")))
}

function assign(card, house, done) {
  decide({
    title: t("card.assign-this", { card: card.id_tag }),
    content: [
      field({ name: "tenant_id", label: t("card.tenant"), options: owners(house) }),
      field({ name: "label", label: t("card.label"), hint: t("card.label-hint"), autocomplete: "off" }),
    ],
    action: t("action.save"),
    perform: async ({ tenant_id: tenant, label }) => {
      await api.assignUnknownCard(card.id, { tenant_id: tenant || null, label: label.trim() })
      await done(t("card.assigned", { card: card.id_tag }))
    },
  })
}
