// The wallboxes: who knocks, who is in, and how the next one finds the way.
import { api } from "../api.js"
import { badge } from "../components/badge.js"
import { connectGuide, refusedTries } from "../components/connect-guide.js"
import { noteBox } from "../components/note.js"
import { pendingCard } from "../components/pending.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { time } from "../format.js"
import { t } from "../i18n.js"
import { link } from "../router.js"
import { soon } from "../soon.js"
import { messagesPage } from "./messages.js"
import { wallboxPage } from "./wallbox.js"

export async function page(context) {
  if (context.section === "messages") return messagesPage(context)
  if (context.id) return wallboxPage(context)
  const notes = noteBox()
  const list = h("div", { class: "stack" })
  const load = async () => {
    const [points, refused] = await Promise.all([api.chargePoints(), refusedTries()])
    const pending = points.filter((point) => point.state === "pending")
    const known = points.filter((point) => point.state !== "pending")
    list.replaceChildren(
      ...pending.map((point) => pendingCard(point, notes.tell, load)),
      known.length ? table(t("tab.wallboxes"), columns(), known) : "",
      known.length ? h(
        "details", { class: "card" }, h("summary", null, t("connect.another")), connectGuide(refused),
      )
        : connectGuide(refused))
  }
  await load()
  const again = soon(load)
  context.stream.addEventListener("charge_point", again, { signal: context.signal })
  context.stream.addEventListener("reset", again, { signal: context.signal })
  return { title: t("tab.wallboxes"), element: h("div", { class: "stack" }, notes.element, list) }
}

function connection(point) {
  if (point.state === "blocked") return badge("unavailable", t("wallbox.blocked"))
  return point.online ? badge("free", t("wallbox.online")) : badge("offline")
}

function columns() {
  return [
    {
      label: t("wallbox.name"), kind: "lead",
      cell: (point) => h("a", { href: link("wallboxes", point.id) }, point.name || point.id),
    },
    { label: t("wallbox.connection"), kind: "bare", cell: connection },
    { label: t("wallbox.id"), cell: (point) => h("code", null, point.id) },
    {
      label: t("wallbox.model"), kind: "wide",
      cell: (point) => [point.vendor, point.model].filter(Boolean).join(" ") || "–",
    },
    { label: t("wallbox.connectors"), kind: "right", cell: (point) => point.connectors?.length ?? "–" },
    { label: t("wallbox.last-seen"), kind: "right", cell: (point) => time(point.last_seen_at) },
  ]
}
