// Long work: what is happening, how much of it is done, how long it may take, and a way to stop it. Drawn from
// the job alone, so that it survives a reload.
import { h } from "../dom.js"
import { t } from "../i18n.js"

const enoughToGuess = 0.05

/** draw(job) answers the elements; `stop` is called by the button, which is absent without it. */
export function progress(title, stop) {
  let first = null
  return (job) => {
    first ??= { at: Date.now(), progress: job.progress }
    return h("section", { class: "card stack", role: "group", "aria-label": title },
      h("h2", null, title),
      h("div", { class: "gauge" },
        h("progress", { max: 100, value: String(job.percent), "aria-label": title })),
      h("div", { class: "cluster spread" },
        h("p", { class: "number", role: "status" },
          t("job.progress", { n: job.progress, total: job.total, percent: job.percent })),
        h("p", { class: "quiet" }, timeLeft(first, job))),
      stop && h("div", null, h("button", { class: "button", type: "button", onclick: stop }, t("job.stop"))))
  }
}

/** A guess only once some of it was seen to happen. */
function timeLeft(first, job) {
  const done = Math.abs(job.progress - first.progress)
  const rest = job.state === "undoing" ? job.progress : job.total - job.progress
  if (!done || done / job.total < enoughToGuess) return ""
  const seconds = Math.ceil((Date.now() - first.at) / 1000 / done * rest)
  if (seconds < 60) return t("job.left-seconds", { n: seconds })
  return t("job.left-minutes", { n: Math.ceil(seconds / 60) })
}
