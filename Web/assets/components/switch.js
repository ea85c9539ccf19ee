// One thing that is on or off, and acts at once: it shows the new state when the server has agreed.
import { h } from "../dom.js"

/** change(on): asks the server; the page is drawn again by whoever called. */
export function toggle({ label, hint, on, disabled, change }) {
  return h("button", {
    class: "switch", type: "button", role: "switch", "aria-checked": String(on), disabled,
    onclick: () => change(!on),
  }, h("span", { class: "switch-mark" }),
  h("span", null, label, hint && h("span", { class: "sub" }, hint)))
}
