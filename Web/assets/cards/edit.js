// One card: its name, its tenant, whether it may charge and where, and the other numbers that readers send for
// it.
import { api } from "../api.js"
import { cardName } from "../components/card-name.js"
import { statusNow } from "../components/card-status.js"
import { decide } from "../components/dialog.js"
import { field, objection, tick } from "../components/form.js"
import { h } from "../dom.js"
import { problemText, t } from "../i18n.js"
import { inOrder } from "../people/places.js"
import { endsWith, runningWith } from "./running.js"

/** Who may hold a card: nobody, a tenant, or a guest. */
export function owners({ names }) {
  return [["", t("card.no-tenant")], ...[...names].sort((a, b) => a[1].localeCompare(b[1]))]
}

/** Adds a card, or changes one (its number is what the reader says and stays). */
export function editCard({ card, house, fresh = !card, done }) {
  const stopped = h("div", { role: "status" })
  const onchange = async ({ target }) => {
    stopped.replaceChildren()
    if (target.value !== "blocked") return
    const charges = await runningWith(card)
    if (target.value === "blocked") stopped.replaceChildren(endsWith(charges))
  }
  const shown = fresh ? "accepted" : statusNow(card)
  const statuses = ["accepted", "blocked"].map((status) => [status, t(`card.status.${status}`)])
  decide({
    title: fresh ? t("card.add") : t("card.change-this", { card: cardName(card) }),
    content: [
      fresh && field({
        name: "id_tag", label: t("card.number"), hint: t("card.number-hint"), value: card?.id_tag,
        autocomplete: "off", autocapitalize: "characters", spellcheck: "false",
      }),
      field({
        name: "label", label: t("card.label"), hint: t("card.label-hint"), value: card?.label,
        autocomplete: "off",
      }),
      field({
        name: "printed_number", label: t("card.printed"), hint: t("card.printed-hint"),
        value: card?.printed_number, autocomplete: "off",
      }),
      field({
        name: "tenant_id", label: t("card.tenant"), options: owners(house), value: card?.tenant_id ?? "",
      }),
      field({
        name: "status", label: t("card.status"), hint: t("card.status-hint"), options: statuses,
        value: shown, onchange: fresh ? undefined : onchange,
      }),
      stopped, onlyAt(card, house),
      !fresh && aliases(card, done),
    ],
    action: t("action.save"),
    perform: async (values) => {
      const { id_tag: number, label, printed_number: printed, tenant_id: tenant, status } = values
      const change = {
        label: label.trim(), printed_number: printed.trim(), tenant_id: tenant || null,
        bays: [...house.bays.keys()].filter((id) => values[`bay-${id}`] === "on"),
      }
      // Said only when it is changed: said again it would bring forward a block that lies ahead.
      if (fresh || status !== shown) change.status = status
      if (!fresh) await api.changeIdTag(card.id_tag, change)
      else if (!number.trim()) throw objection("id_tag", t("card.number-missing"))
      else await api.addIdTag({ ...change, id_tag: number.trim() })
      await done()
    },
  })
}

/** Ticked bays are the only ones at which it charges; none: it is not limited. */
function onlyAt(card, house) {
  if (!house.bays.size) return null
  const chosen = card?.bays ?? []
  return h("details", { open: chosen.length > 0 }, h("summary", null, t("card.limit")),
    h("fieldset", { "aria-label": t("card.limit") }, h("p", { class: "hint quiet" }, t("card.limit-hint")),
      inOrder(house.bays).map(({ id, name }) =>
        tick({ name: `bay-${id}`, label: name, checked: chosen.includes(id) }))))
}

/** Added and removed at once, whatever becomes of the rest of the dialog. */
function aliases(card, done) {
  const box = h("div", { class: "stack tight" })
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true })
  const input = field({
    name: "alias", label: t("card.alias"), hint: t("card.alias-hint"), autocomplete: "off",
    spellcheck: "false",
  })
  const act = async (perform) => {
    wrong.hidden = true
    try {
      await perform()
      draw((await api.idTags()).find((each) => each.id_tag === card.id_tag)?.aliases ?? [])
      await done()
    } catch (problem) {
      wrong.textContent = problemText(problem)
      wrong.hidden = false
    }
  }
  const draw = (numbers) => box.replaceChildren(...numbers.map((number) => {
    const remove = h("button", {
      class: "button plain compact", type: "button", "aria-label": t("card.alias-remove-this", { number }),
      onclick: () => act(() => api.removeAlias(card.id_tag, number)),
    }, t("card.alias-remove"))
    return h("div", { class: "cluster spread" }, h("code", null, number), remove)
  }))
  const add = h("button", {
    class: "button", type: "button",
    onclick: () => {
      const text = input.querySelector("input")
      if (text.value.trim()) act(() => api.addAlias(card.id_tag, text.value.trim()).then(() => (text.value = "")))
    },
  }, t("card.alias-add"))
  draw(card.aliases ?? [])
  return h("div", { class: "stack tight" }, box, input, wrong, h("div", null, add))
}
