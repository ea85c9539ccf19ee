// A table that grows: the newest lines, and a button for older ones.
import { h } from "../dom.js"
import { problemText, t } from "../i18n.js"
import { table } from "./table.js"

/** read(cursor) answers a page; `none` stands there while there is nothing. */
export async function paged({ caption, columns, read, none }) {
  const items = []
  const box = h("div", { class: "stack" })
  const draw = (next, wrong) => {
    const button = next && h("button", { class: "button", type: "button", onclick: () => older(next) },
      t("charges.more"))
    const list = items.length ? table(caption, columns, items) : h("p", { class: "quiet" }, none)
    const foot = h("div", { class: "cluster" }, button, wrong && h("p", { role: "alert" }, wrong))
    box.replaceChildren(list, foot.hasChildNodes() ? foot : "")
  }
  const more = async (cursor) => {
    const page = await read(cursor)
    items.push(...page.items)
    draw(page.next_cursor)
  }
  const older = (cursor) => more(cursor).catch((problem) => draw(cursor, problemText(problem)))
  await more()
  return box
}
