// One wallbox: what it says of itself, what can be asked of it, and parts that open when they are wanted.
import { api } from "../api.js"
import { noteBox } from "../components/note.js"
import { section } from "../components/section.js"
import { h, icon, refresh } from "../dom.js"
import { t } from "../i18n.js"
import { link } from "../router.js"
import { soon } from "../soon.js"
import { access } from "../wallbox/access.js"
import { anyOperation } from "../wallbox/any-operation.js"
import { behaviour } from "../wallbox/behaviour.js"
import { certificates } from "../wallbox/certificates.js"
import { configuration } from "../wallbox/configuration.js"
import { connectors } from "../wallbox/connectors.js"
import { head } from "../wallbox/facts.js"
import { firmware } from "../wallbox/firmware.js"
import { asked, reported } from "../wallbox/history.js"
import { localList } from "../wallbox/local-list.js"
import { password } from "../wallbox/password.js"
import { profiles } from "../wallbox/profiles.js"
import { reservations } from "../wallbox/reservations.js"
import { unassigned } from "../wallbox/unassigned.js"

/** The parts by what one comes for, the most wanted first. */
const groups = [
  ["everyday", [localList, reservations, profiles]],
  ["setup", [behaviour, password, configuration]],
  ["service", [firmware, certificates, anyOperation]],
  ["record", [asked, reported, unassigned]],
]

export async function wallboxPage({ id, query, me, stream, signal }) {
  const point = await api.chargePoint(id)
  const notes = noteBox()
  const wallbox = {
    point, name: point.name || point.id, tell: notes.tell, redraw,
    mayAct: me.role !== "accountant", mayReadPeople: me.role !== "installer",
  }
  const top = h("div", { class: "stack" })
  const foot = h("div")
  const draw = () => {
    refresh(top, [head(wallbox), connectors(wallbox)])
    refresh(foot, wallbox.mayAct ? [access(wallbox)] : [])
  }
  const parts = groups.map(([group, makers]) => [
    group, makers.map((make) => make(wallbox)).filter(Boolean).map((part) => ({
      ...part, ...section({ ...part, open: query.get("open") === part.name }),
    })),
  ])
  const readOpen = () => {
    for (const part of parts.flatMap(([, list]) => list)) if (part.live) part.again()
  }
  async function redraw() {
    Object.assign(point, await api.chargePoint(id))
    wallbox.name = point.name || point.id
    draw()
  }
  draw()
  follow(stream, signal, id, redraw)
  const timer = setInterval(() => document.hidden || readOpen(), 10000)
  signal.addEventListener("abort", () => clearInterval(timer))
  const element = h("div", { class: "stack" },
    h("a", { class: "cluster", href: link("wallboxes") }, icon("back"), t("tab.wallboxes")),
    notes.element, top,
    parts.map(([group, list]) => h("section", { class: "stack", "aria-labelledby": `group-${group}` },
      h("h2", { id: `group-${group}` }, t(`wallbox.group.${group}`)),
      h("div", { class: "sections" }, list.map((part) => part.element),
        group === "record" && wallbox.mayAct && messageLog(point)))),
    foot)
  return { title: wallbox.name, element }
}

const messageLog = ({ id }) =>
  h("a", { class: "section-link", href: `${link("wallboxes", id)}/messages` },
    h("span", null, h("span", { class: "section-title" }, t("wallbox.messages")),
      h("span", { class: "sub" }, t("wallbox.messages-hint"))))

/** Reads again when the server tells of this wallbox. */
function follow(stream, signal, id, read) {
  const again = soon(read)
  const mine = (key) => ({ detail }) => detail?.[key] === id && again()
  stream.addEventListener("charge_point", mine("id"), { signal })
  stream.addEventListener("connector", mine("charge_point"), { signal })
  stream.addEventListener("reset", again, { signal })
}
