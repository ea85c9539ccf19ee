// What must be seen on every page until it is over: the disk, a test clock, a lost connection.
import { api } from "../api.js"
import { h, icon, refresh } from "../dom.js"
import { dateTime } from "../format.js"
import { t, word } from "../i18n.js"

const strip = (key, kind, text) =>
  h(
    "div", { class: `note ${kind}`, "data-strip": key }, icon(kind === "alarm" ? "fault" : "info"),
    h("p", null, text),
  )

/** Every page of a site with a test clock says so. */
export const clockStrip = (site) => site.test_clock && strip("clock", "", t("strip.test-clock"))

export function strips({ site, stream }) {
  const box = h("div", { class: "strips", role: "status" })
  const state = { linked: true, disk: "ok", since: null }
  const draw = () =>
    refresh(box, [
      clockStrip(site),
      state.disk !== "ok" && strip("disk", "alarm", diskText(state)),
      !state.linked && strip("link", "", t("strip.lost")),
    ].filter(Boolean))
  watchLink(stream, (linked) => {
    state.linked = linked
    draw()
  })
  const check = async () => {
    if (document.hidden) return
    const health = await api.health().catch(() => null)
    if (health) Object.assign(state, { disk: health.disk.state, since: health.disk.since })
    draw()
  }
  setInterval(check, 30000)
  check()
  return box
}

function diskText({ disk, since }) {
  const text = word("strip.disk", disk)
  return since ? `${text} ${t("strip.since", { time: dateTime(since) })}` : text
}

/** A blink of the connection is no news: it is told after four seconds. */
export function watchLink(stream, tell) {
  let timer = null
  stream.addEventListener("link", ({ detail: linked }) => {
    if (!linked && timer) return
    clearTimeout(timer)
    timer = linked ? null : setTimeout(tell, 4000, false)
    if (linked) tell(true)
  })
}
