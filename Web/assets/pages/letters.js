// Letters that invite tenants: whom, with which address; then the pages as the printer will make them. Their
// links are made when asked for, and shown only once.
import { api } from "../api.js"
import { addressWarning, baseChoice } from "../components/base-choice.js"
import { form, objection, tick } from "../components/form.js"
import { empty, noteBox } from "../components/note.js"
import { h } from "../dom.js"
import { longDay } from "../format.js"
import { speaker, t } from "../i18n.js"
import { letter } from "../paper/letter.js"

export async function page({ settings }) {
  const title = t("letters.title")
  const [addresses, everyone] = await Promise.all([api.addresses(), api.tenants()])
  const tenants = everyone.filter(({ archived_at: archived }) => !archived)
  if (!addresses.bases.length) return { title, element: empty(t("paper.no-network")) }
  if (!tenants.length) return { title, element: empty(t("tenant.none"), t("letters.none-text")) }
  const notes = noteBox()
  const sheets = h("div", { class: "sheets" })
  const print = h("button", {
    class: "button", type: "button", hidden: true, onclick: () => window.print(),
  }, t("paper.print"))
  const make = async (values) => {
    const chosen = tenants.filter(({ id }) => values[id])
    if (!chosen.length) throw objection("", t("letters.choose-one"))
    const answer = await api.makeLetters(chosen.map(({ id }) => id), values.base)
    const pages = answer.items.map((item) => drawn(item, answer, settings.name))
    sheets.replaceChildren(...await Promise.all(pages))
    print.hidden = false
    notes.tell("good", t("letters.made", { n: answer.items.length }))
  }
  const ticks = tenants.map((tenant) =>
    tick({ name: tenant.id, label: tenant.name, hint: standing(tenant), checked: !hasPhone(tenant) }))
  const controls = h("section", { class: "card stack no-print" },
    h("h2", null, title), h("p", { class: "quiet" }, t("letters.intro")), addressWarning(addresses),
    form({ submit: t("letters.make"), onsubmit: make, buttons: [print] },
      h("fieldset", { class: "ticks" }, h("legend", null, t("letters.whom")), ticks), baseChoice(addresses),
      h("p", { class: "quiet small" }, t("paper.scale"))))
  return { title, element: h("div", { class: "stack" }, notes.element, controls, sheets) }
}

const hasPhone = ({ links = [] }) => links.some((link) => link.used_at && !link.revoked_at)
const standing = (tenant) => hasPhone(tenant) && t("letters.has-phone")

async function drawn(item, answer, site) {
  const say = await speaker(item.language)
  return letter(item, answer, site, say, longDay(item.expires_at, item.language))
}
