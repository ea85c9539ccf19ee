// A list before it counts: which column says what, which rows are wrong and why, and what would come of it.
import { api } from "../api.js"
import { field, form, tick } from "../components/form.js"
import { table } from "../components/table.js"
import { h, icon } from "../dom.js"
import { problemText, t, word } from "../i18n.js"
import { go } from "../router.js"

/** In the order in which people look for them. */
const fields = ["name", "first_name", "unit", "bays", "group", "email", "phone", "language", "cards", "from"]
const rowsShown = 200

export function draft(job, done) {
  const list = job.import
  if (!list) return [h("p", { class: "quiet" }, t("import.forgotten"))]
  const wrong = list.rows.filter((row) => row.errors.length)
  const good = list.rows.filter((row) => !row.errors.length)
  const used = fields.filter((name) => list.mapping[name] !== null)
  return [
    heading(job, good, wrong, done),
    wrong.length > 0 && h("section", { class: "stack", "aria-labelledby": "wrong" },
      h("h2", { id: "wrong" }, t("import.wrong", { n: wrong.length })),
      h("p", { class: "quiet" }, t("import.wrong-hint")),
      table(t("import.wrong", { n: wrong.length }), [...columns(list, used), complaints], wrong)),
    good.length > 0 && h("section", { class: "stack", "aria-labelledby": "good" },
      h("h2", { id: "good" }, t("import.good", { n: good.length })),
      table(t("import.good", { n: good.length }), columns(list, used), good.slice(0, rowsShown)),
      good.length > rowsShown && h("p", { class: "quiet" }, t("import.more",
        { n: good.length - rowsShown }))),
    mapping(job, list, done),
  ].filter(Boolean)
}

function heading(job, good, wrong, done) {
  const { new_units: units, new_groups: groups } = job.import
  const refusal = h("p", { class: "wrong", role: "alert", hidden: true })
  const ask = (action) => () => action().catch((problem) => {
    refusal.textContent = problemText(problem)
    refusal.hidden = false
  })
  const add = async () => {
    await api.runJob(job.id)
    await done()
  }
  const drop = async () => {
    if (job.state === "draft") await api.cancelJob(job.id)
    go("import")
  }
  return h("section", { class: "card stack" },
    h("h2", null, t("import.would-add", { n: good.length })),
    h("ul", { class: "said-list" },
      wrong.length > 0 && h("li", null, icon("fault"), h("span", null, t("import.would-leave",
        { n: wrong.length }))),
      units.length > 0 && h("li", null, t("import.would-units", { n: units.length,
        names: shortList(units) })),
      groups.length > 0 && h("li", null, t("import.would-groups", { n: groups.length,
        names: shortList(groups) })),
      h("li", { class: "quiet" }, t("import.can-undo"))),
    refusal,
    h("div", { class: "cluster" },
      good.length > 0 && h("button", { class: "button primary", type: "button", onclick: ask(add) },
        t(job.state === "undone" ? "import.add-again" : "import.add", { n: good.length })),
      h("button", { class: "button", type: "button", onclick: ask(drop) }, t("import.other-list"))))
}

const shortList = (names) => names.slice(0, 6).join(", ") + (names.length > 6 ? " …" : "")

function columns(list, used) {
  const line = { label: t("import.line"), kind: "right", cell: (row) => String(row.line) }
  const [first, ...others] = used.map((name) => ({
    label: word("import.field", name), kind: name === "name" ? "lead" : "",
    cell: (row) => row.cells[list.mapping[name]] || "–",
  }))
  return [first, line, ...others].filter(Boolean)
}

const complaints = {
  label: "", kind: "wide",
  cell: (row) => h("ul", { class: "said-list wrong" }, row.errors.map(({ field: name, problem, other }) =>
    h("li", null, icon("fault"),
      h("span", null, t(`import.problem.${problem}`, { field: word("import.field", name), other }))))),
}

function mapping(job, list, done) {
  const options = [["", t("import.no-column")], ...list.columns.map(({ index, heading }) =>
    [String(index), heading || t("import.column", { n: index + 1 })])]
  const box = h("details", { class: "section" },
    h("summary", null, h("span", { class: "section-title" }, t("import.columns"))),
    h("div", { class: "section-body" }, form({
      submit: t("import.read-again"),
      onsubmit: async (values) => {
        const chosen = fields.map((name) => [name, values[name] === "" ? null : Number(values[name])])
        await api.changeImport(job.id, {
          has_header: values.has_header === "on", mapping: Object.fromEntries(chosen),
        })
        await done()
      },
    },
    h("div", { class: "fields" }, fields.map((name) => field({
      name, label: word("import.field", name), options, value: String(list.mapping[name] ?? ""),
    }))),
    tick({ name: "has_header", label: t("import.has-header"), checked: list.has_header }))))
  box.open = list.mapping.name === null
  return h("div", { class: "sections" }, box)
}
