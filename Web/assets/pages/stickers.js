// Stickers for the bays: which, in what size, with which address; then the sheets as the printer will make
// them.
import { api } from "../api.js"
import { addressWarning, baseChoice } from "../components/base-choice.js"
import { choices, tick } from "../components/form.js"
import { empty, noteBox } from "../components/note.js"
import { h } from "../dom.js"
import { problemText, t } from "../i18n.js"
import { link } from "../router.js"
import { learnLanguages, sticker } from "../paper/sticker.js"

/** How many stickers are on a sheet of A4. */
const formats = { "2x4": 8, "3x8": 24, large: 1 }

export async function page({ settings }) {
  const [addresses] = await Promise.all([api.addresses(), learnLanguages()])
  if (!addresses.bases.length) return { title: t("stickers.title"), element: empty(t("paper.no-network")) }
  const notes = noteBox()
  const sheets = h("div", { class: "sheets" })
  const warning = h("div", null, addressWarning(addresses))
  const state = { format: "2x4", left: new Set(), sheet: null }
  const draw = () => sheets.replaceChildren(...drawn(state, settings.name))
  const read = async (base) => {
    state.sheet = await api.stickers(base)
    draw()
  }
  const refused = (problem) => notes.tell("alarm", problemText(problem))
  const base = baseChoice(addresses, (chosen) => read(chosen).catch(refused))
  const select = base.querySelector("select")
  await read(select.value)
  const print = async () => {
    try {
      const now = await api.printed(state.sheet.base)
      warning.replaceChildren(addressWarning(now) || "")
      window.print()
    } catch (problem) {
      refused(problem)
    }
  }
  if (!state.sheet.items.length) {
    return { title: t("stickers.title"), element: empty(t("stickers.none"), t("stickers.none-text")) }
  }
  const controls = h("section", { class: "card stack no-print" },
    h("h2", null, t("stickers.title")), h("p", { class: "quiet" }, t("stickers.intro")), warning,
    formatChoice(state, draw), base, bayTicks(state, draw),
    state.sheet.wifi === null && h("p", { class: "quiet small" }, t("stickers.wifi-hint"), " ",
      h("a", { href: link("settings") }, t("tab.settings"))),
    h("p", { class: "quiet small" }, t("paper.scale")),
    h("div", { class: "cluster" },
      h("button", { class: "button primary", type: "button", onclick: print }, t("paper.print"))))
  const element = h("div", { class: "stack" }, notes.element, controls, sheets)
  return { title: t("stickers.title"), element }
}

function formatChoice(state, draw) {
  const element = choices({
    name: "format", label: t("stickers.format"), value: state.format,
    options: Object.keys(formats).map((key) => [
      key, t(`stickers.format.${key}`), t(`stickers.format.${key}.hint`),
    ]),
  })
  element.addEventListener("change", ({ target }) => {
    state.format = target.value
    draw()
  })
  return element
}

function bayTicks(state, draw) {
  const ticks = state.sheet.items.map(({ bay, name }) => {
    const element = tick({ name: bay, label: name, checked: true })
    element.addEventListener("change", ({ target }) => {
      if (target.checked) state.left.delete(bay)
      else state.left.add(bay)
      draw()
    })
    return element
  })
  return h("details", null, h("summary", null, t("stickers.choose")), h("div", { class: "ticks" }, ticks))
}

function drawn({ format, left, sheet }, site) {
  const labels = sheet.items.filter(({ bay }) => !left.has(bay)).map((item) => sticker(item, sheet, site))
  const pages = []
  while (labels.length) {
    pages.push(h("section", { class: `sheet labels labels-${format}` }, labels.splice(0, formats[format])))
  }
  return pages
}
