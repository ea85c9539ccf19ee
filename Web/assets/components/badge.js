// A state is always a word, an icon and a shape; the colour only repeats it.
import { h, icon } from "../dom.js"
import { word } from "../i18n.js"

export function badge(state, text = word("state", state)) {
  return h("span", { class: `badge state-${state}` }, icon(state), h("span", null, text))
}
