// How the server is to understand and treat this wallbox; the defaults suit most.
import { api } from "../api.js"
import { cardChoice } from "../components/card-choice.js"
import { field, form, objection, tick } from "../components/form.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"

const switches = ["may_be_configured", "may_be_paused", "accepts_no_subprotocol"]
const clocks = ["auto", "utc", "local"]
const corrections = ["none", "times_1000", "divided_by_1000"]

export const behaviour = (wallbox) => ({
  name: "behaviour", title: t("behaviour.title"), hint: t("behaviour.hint"),
  load: () => view(wallbox),
})

async function view(wallbox) {
  const { point, tell, mayReadPeople } = wallbox
  const choice = (name, values) => field({
    name, label: t(`behaviour.${name}`), hint: t(`behaviour.${name}.hint`), value: point[name],
    options: values.map((value) => [value, t(`behaviour.${name}.${value}`)]),
  })
  const card = await cardChoice({
    name: "id_tag", label: t("behaviour.auto-start.card"), first: t("behaviour.auto-start.nobody"),
    value: point.auto_start?.id_tag ?? "", mayReadPeople,
  })
  const onsubmit = async (values) => {
    Object.assign(point, await api.changeChargePoint(point.id, changes(values, point)))
    tell("good", t("form.saved"))
  }
  const element = form({ submit: t("action.save"), onsubmit },
    h("div", { class: "fields" }, choice("clock", clocks), choice("energy_correction", corrections)),
    h("div", null, switches.map((name) => tick({
      name, label: t(`behaviour.${name}`), hint: t(`behaviour.${name}.hint`), checked: point[name],
    }))),
    h("fieldset", { class: "stack" }, h("legend", null, t("behaviour.auto-start")),
      h("p", { class: "quiet" }, t("behaviour.auto-start.hint")),
      h("div", { class: "fields" },
        field({
          name: "presented", label: t("behaviour.auto-start.presented"), autocomplete: "off",
          hint: t("behaviour.auto-start.presented.hint"), value: point.auto_start?.presented,
        }), card)))
  if (!wallbox.mayAct) for (const input of element.elements) input.disabled = true
  return element
}

/** Only what differs. */
function changes(values, point) {
  const wanted = { clock: values.clock, energy_correction: values.energy_correction }
  for (const name of switches) wanted[name] = values[name] === "on"
  const different = Object.entries(wanted).filter(([name, value]) => value !== point[name])
  const { presented = "", id_tag: card } = point.auto_start ?? {}
  const same = values.presented.trim() === presented && values.id_tag.trim() === (card ?? "")
  return { ...Object.fromEntries(different), ...(same ? {} : { auto_start: autoStart(values) }) }
}

/** What it sends and the card that stands for; neither: it starts nothing by itself. */
function autoStart({ presented, id_tag: card }) {
  if (!presented.trim() && !card.trim()) return null
  if (!presented.trim()) throw objection("presented", t("behaviour.auto-start.both"))
  if (!card.trim()) throw objection("id_tag", t("behaviour.auto-start.both"))
  return { presented: presented.trim(), id_tag: card.trim() }
}
