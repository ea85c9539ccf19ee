// The manager's page: who is there, which page is asked for, and the frame around it.
import { api } from "./api.js"
import { bare, Shell } from "./components/shell.js"
import { h } from "./dom.js"
import { locate } from "./format.js"
import { problemText, speakToStaff, t, wished } from "./i18n.js"
import { route } from "./router.js"
import { LiveStream } from "./stream.js"

const pages = [
  "board", "charges", "wallboxes", "load", "cards", "tenants", "prices", "to-check", "settings", "stickers",
  "letters",
]
let leaving = new AbortController()
let frame = null

async function begin() {
  const site = await api.site()
  await speakToStaff(localStorage.getItem("language") ?? wished() ?? site.language)
  locate(site)
  if (!site.claimed) return entrance("claim", site)
  const me = await api.me().catch(refusedAsNobody)
  if (!me) return entrance("sign-in", site)
  const settings = await api.settings()
  locate({ ...site, ...settings })
  frame = new Shell({ site, settings, me, stream: new LiveStream(api.events, api.me) })
  document.getElementById("app").replaceChildren(...frame.elements)
  addEventListener("hashchange", show)
  await show()
}

function refusedAsNobody(problem) {
  if (problem.status === 401) return null
  throw problem
}

async function entrance(name, site) {
  const { page } = await import(`./pages/${name}.js`)
  const { title, element } = await page({ site, done: () => location.reload() })
  document.title = `${title} · ${site.name || "Wattkeeper"}`
  document.getElementById("app").replaceChildren(...bare(site, element))
}

async function show() {
  leaving.abort()
  for (const dialog of document.querySelectorAll("dialog")) dialog.close()
  leaving = new AbortController()
  const { signal } = leaving
  const asked = route()
  const name = pages.includes(asked.page) ? asked.page : "board"
  frame.choose(name)
  const context = { ...frame.context, ...asked, signal }
  const shown = await import(`./pages/${name}.js`).then(({ page }) => page(context)).catch(failed)
  if (!signal.aborted) frame.present(shown)
}

function failed(problem) {
  if (problem.status === 401) location.reload()
  const again = h("button", { class: "button", onclick: show }, t("action.again"))
  const text = h("p", { role: "alert" }, problemText(problem))
  return { title: t("problem.title"), element: h("div", { class: "stack" }, text, again) }
}

begin().catch(async (problem) => {
  await speakToStaff(wished()).catch(() => {})
  const again = h("button", { class: "button", onclick: () => location.reload() }, t("action.again"))
  const text = h("p", { role: "alert" }, problemText(problem))
  document.getElementById("app").replaceChildren(h("main", { class: "content" }, text, again))
})
