// The list is pasted, or read from a file as it was saved; what came in before can be looked at again.
import { api } from "../api.js"
import { field, form, objection } from "../components/form.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { dateTime } from "../format.js"
import { t, word } from "../i18n.js"
import { go, link } from "../router.js"

const most = 700_000

export async function handIn() {
  const earlier = (await api.jobs()).filter(({ kind }) => kind === "tenant_import")
  return h("div", { class: "stack wide-apart" },
    h("section", { class: "card stack" },
      h("h2", null, t("import.title")), h("p", null, t("import.intro")), steps(), taking()),
    earlier.length > 0 && past(earlier))
}

const steps = () =>
  h("ol", { class: "steps" }, ["import.step-copy", "import.step-check", "import.step-add"]
    .map((key) => h("li", null, t(key))))

function taking() {
  return form({
    submit: t("import.check"), busy: t("import.reading"),
    onsubmit: async ({ text, file }) => {
      const list = file?.size ? { bytes: await base64(file) } : { text }
      if (!list.bytes && !text.trim()) throw objection("text", t("import.nothing"))
      go("import", (await api.addImport(list)).id)
    },
  },
  field({ name: "text", label: t("import.text"), hint: t("import.text-hint"), rows: 10,
    placeholder: t("import.example") }),
  field({ name: "file", label: t("import.file"), hint: t("import.file-hint"), type: "file",
    accept: ".csv,.txt,.tsv,text/csv" }))
}

async function base64(file) {
  if (file.size > most) throw objection("file", t("import.too-large"))
  const bytes = new Uint8Array(await file.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
}

function past(jobs) {
  const columns = [
    {
      label: t("import.when"), kind: "lead",
      cell: (job) => h("a", { href: link("import", job.id) }, dateTime(job.created_at)),
    },
    { label: t("import.state"), cell: (job) => word("job.state", job.state) },
    { label: t("import.rows"), kind: "right", cell: (job) => String(job.total) },
    { label: t("import.by"), cell: (job) => job.created_by },
  ]
  return h("section", { class: "stack" }, h("h2", null, t("import.earlier")), table(t("import.earlier"),
    columns, jobs))
}
