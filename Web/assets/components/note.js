// Messages that stay until they are read, and what stands where a list has nothing yet.
import { h, icon } from "../dom.js"
import { t } from "../i18n.js"

/** kind: "" (attention), "alarm" or "good". */
export function note(kind, text, ...more) {
  const drawing = { alarm: "fault", good: "check" }[kind] ?? "info"
  const box = h(
    "div", { class: `note ${kind}` }, icon(drawing), h("div", { class: "stack" }, h("p", null, text), more),
  )
  const close = h("button", {
    class: "button plain compact", type: "button", "aria-label": t("action.close"),
    onclick: () => box.remove(),
  }, icon("close"))
  box.append(close)
  return box
}

/** Where messages appear and are read out: at the foot of the window, wherever the page is scrolled to. */
export function noteBox() {
  const box = h("div", { class: "notes", role: "status" })
  return {
    element: box,
    tell(kind, text, ...more) {
      box.replaceChildren(note(kind, text, ...more))
    },
  }
}

export function empty(title, text, ...more) {
  return h("div", { class: "empty" }, h("h2", null, title), text && h("p", { class: "quiet" }, text), more)
}
