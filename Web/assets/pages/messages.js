// The message log of one wallbox: every frame with its plain meaning, newest first; the frame itself on opening.
import { api } from "../api.js"
import { field } from "../components/form.js"
import { empty, noteBox } from "../components/note.js"
import { h, icon } from "../dom.js"
import { dateTimeSeconds } from "../format.js"
import { problemText, t } from "../i18n.js"
import { link } from "../router.js"

export async function messagesPage({ id }) {
  const point = await api.chargePoint(id)
  const name = point.name || point.id
  const list = h("div", { class: "stack" })
  const notes = noteBox()
  const download = h("a", { class: "button", download: true }, t("messages.download"))
  let search = ""
  const load = async () => {
    download.href = api.messagesFile(id, search)
    const page = await api.messages(id, { search })
    draw(list, { id, search, messages: page.items, cursor: page.next_cursor })
  }
  const again = () => load().catch((problem) => notes.tell("alarm", problemText(problem)))
  const find = (event) => {
    event.preventDefault()
    search = new FormData(event.target).get("search").trim()
    return again()
  }
  await load()
  const element = h("div", { class: "stack" },
    h("a", { class: "cluster", href: link("wallboxes", id) }, icon("back"), name),
    notes.element,
    h("p", { class: "quiet" }, t("messages.hint")),
    h("form", { class: "filters", role: "search", onsubmit: find },
      field({
        name: "search", label: t("messages.search"), hint: t("messages.search-hint"), type: "search",
        maxlength: 100, autocomplete: "off",
      }),
      h("div", { class: "cluster" },
        h("button", { class: "button primary", type: "submit" }, t("messages.find")),
        h("button", { class: "button", type: "button", onclick: again }, t("messages.reload")), download)),
    list)
  return { title: t("messages.title", { name }), element }
}

function draw(list, { id, search, messages, cursor }) {
  if (messages.length === 0) {
    list.replaceChildren(search
      ? empty(t("messages.none-found"), t("messages.none-found-text"))
      : empty(t("messages.none"), t("messages.none-text")))
    return
  }
  const rows = h("ol", { class: "messages" }, messages.map(row))
  const count = h("p", { class: "quiet", role: "status" }, t("messages.shown", { n: messages.length }))
  const more = h("button", { class: "button", type: "button", hidden: !cursor }, t("messages.more"))
  more.addEventListener("click", async () => {
    more.disabled = true
    const page = await api.messages(id, { search, cursor }).catch(() => null)
    more.disabled = false
    if (!page) return
    rows.append(...page.items.map(row))
    cursor = page.next_cursor
    more.hidden = !cursor
    count.textContent = t("messages.shown", { n: rows.children.length })
  })
  list.replaceChildren(count, rows, h("div", null, more))
}

function row(message) {
  const { at, direction, action, type, meaning } = message
  const { key, values } = meaning
  const summary = h("summary", null,
    h("time", { class: "quiet small", datetime: at }, dateTimeSeconds(at)),
    h("span", { class: `way ${direction}` },
      h("span", { "aria-hidden": "true" }, direction === "in" ? "←" : "→"), t(`messages.${direction}`)),
    h("span", { class: "meaning" }, t(`frame.${key}`, values)),
    h("span", { class: "quiet small action" }, action ?? ""))
  const details = h("details", { class: type === "error" ? "failed" : "" }, summary)
  details.addEventListener("toggle", () => {
    if (details.children.length === 1) details.append(frame(message))
  })
  return h("li", null, details)
}

function frame({ frame: text, cut }) {
  return h("pre", { tabindex: "0", role: "region", "aria-label": t("messages.frame") },
    h("code", null, pretty(text) + (cut ? " …" : "")))
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
