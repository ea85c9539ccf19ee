// A table; under 640 px its rows are cards. Roles are spelled out because browsers forget a table's meaning
// when its display changes.
import { h } from "../dom.js"

/** columns: {key, label, cell(row), kind: "lead" | "right" | "actions" | "wide" …} */
export function table(caption, columns, rows) {
  const head = columns.map(({ label, kind = "" }) =>
    h("th", { role: "columnheader", scope: "col", class: kind },
      kind === "actions" ? h("span", { class: "unseen" }, label) : label))
  const body = h("tbody", { role: "rowgroup" }, rows.map((row) => tableRow(columns, row)))
  return h("div", { class: "table-box" },
    h("table", { class: "table", role: "table" },
      h("caption", { class: "unseen" }, caption),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, head)), body))
}

export function tableRow(columns, row) {
  return h("tr", { role: "row" }, cells(columns, row))
}

export function cells(columns, row) {
  return columns.map(({ label, kind = "", cell }) => {
    const content = cell(row)
    const nothing = content === "–" ? " nothing" : ""
    return h("td", { role: "cell", class: kind + nothing, "data-label": label }, content)
  })
}
