// Lists of tenants: "#/import" takes one in; "#/import/ID" shows what would come of it, how far it is, what
// came of it. Everything is drawn from the job, so a reload or a restart in between does no harm.
import { api } from "../api.js"
import { refresh, h } from "../dom.js"
import { t } from "../i18n.js"
import { soon } from "../soon.js"
import { handIn } from "../import/hand-in.js"
import { draft } from "../import/draft.js"
import { ended, working } from "../import/outcome.js"

export async function page({ id, stream, signal }) {
  const title = t("import.title")
  if (!id) return { title, element: await handIn() }
  const box = h("div", { class: "stack wide-apart" })
  const show = drawing()
  const draw = (job) => refresh(box, show(job, load))
  const load = async () => draw(await api.job(id))
  const again = soon(load)
  let state = null
  stream.addEventListener("job", ({ detail }) => {
    if (detail.id !== id) return
    if (detail.state !== state || !working.has(detail.state)) again()
    else draw(detail)
    state = detail.state
  }, { signal })
  stream.addEventListener("reset", again, { signal })
  await load()
  return { title, element: box }
}

/** What is drawn depends on the state; the progress of one run keeps its own beginning. */
function drawing() {
  let last = null
  let bar = null
  return (job, done) => {
    if (job.state !== last) bar = working.get(job.state)?.(job, done)
    last = job.state
    if (bar) return [bar(job)]
    return job.state === "draft" || job.state === "undone" ? draft(job, done) : ended(job, done)
  }
}
