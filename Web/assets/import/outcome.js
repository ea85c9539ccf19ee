// A list on its way, and what came of it: how many were added, which rows were not, and the way back.
import { api } from "../api.js"
import { progress } from "../components/progress.js"
import { table } from "../components/table.js"
import { h, icon } from "../dom.js"
import { problemText, t } from "../i18n.js"
import { link } from "../router.js"

/** The states in which something moves, and how that is drawn. */
export const working = new Map([
  ["running", (job, done) => progress(t("import.adding"), () => api.cancelJob(job.id).then(done))],
  ["undoing", () => progress(t("import.undoing"))],
])

export function ended(job, done) {
  const { made = 0, passed_over: lines = [] } = job.result ?? {}
  const refusal = h("p", { class: "wrong", role: "alert", hidden: true })
  const ask = (action) => () => action(job.id).then(done).catch((problem) => {
    refusal.textContent = problemText(problem)
    refusal.hidden = false
  })
  const good = job.state === "done"
  const left = job.import?.rows.filter((row) => lines.includes(row.line)) ?? []
  return [
    h("section", { class: "card stack" },
      h("h2", { class: "cluster" }, icon(good ? "check" : "info"),
        t(`import.ended.${job.state}`, { n: made, total: job.total })),
      lines.length > 0 && h("p", null, t("import.left", { n: lines.length })),
      made > 0 && h("p", { class: "quiet" }, t("import.can-undo")),
      refusal,
      h("div", { class: "cluster" },
        made > 0 && h("a", { class: "button primary", href: link("tenants") }, t("import.to-tenants")),
        made > 0 && h("a", { class: "button", href: link("letters") }, t("letters.title")),
        !good && h("button", { class: "button", type: "button", onclick: ask(api.runJob) },
          t("import.go-on")),
        made > 0 && h("button", { class: "button", type: "button", onclick: ask(api.undoJob) },
          t("import.undo", { n: made })),
        h("a", { class: "button plain", href: link("import") }, t("import.other-list")))),
    left.length > 0 && h("section", { class: "stack" }, h("h2", null, t("import.left-title")),
      table(t("import.left-title"), [
        { label: t("import.line"), kind: "right", cell: (row) => String(row.line) },
        { label: t("import.row"), kind: "lead", cell: (row) => row.cells.filter(Boolean).join(" · ") },
      ], left)),
  ].filter(Boolean)
}
