// The frame: skip link, header with tabs, the strips that stay until their cause is gone, and the content.
import { api } from "../api.js"
import { h, icon, refresh } from "../dom.js"
import { locate } from "../format.js"
import { language, languages, t } from "../i18n.js"
import { link } from "../router.js"
import { soon } from "../soon.js"
import { clockStrip, strips } from "./strips.js"

const tabs = ["board", "charges", "wallboxes", "load", "cards", "tenants", "bays", "prices", "to-check", "settings"]
/** The installer sees no people and no money. */
const installerTabs = ["board", "wallboxes", "load", "settings"]

export function languageSelect() {
  const change = (event) => {
    localStorage.setItem("language", event.target.value)
    location.reload()
  }
  const options = Object.entries(languages).map(([code, name]) =>
    h("option", { value: code, selected: code === language, lang: code }, name))
  return h("select", { class: "select-small", "aria-label": t("shell.language"), onchange: change }, options)
}

function themeButton() {
  const change = () => window.theme.choose(window.theme.isDark() ? "light" : "dark")
  const props = { class: "button plain compact", type: "button", onclick: change }
  return h("button", { ...props, "aria-label": t("shell.theme"), title: t("shell.theme") }, icon("theme"))
}

const skip = () => {
  const jump = (event) => {
    event.preventDefault()
    document.getElementById("content").focus()
  }
  return h("a", { class: "skip", href: "#content", onclick: jump }, t("shell.skip"))
}

/** The frame of sign-in and claim: no tabs. */
export function bare(site, element) {
  const name = h("span", { class: "shell-name" }, site.name || "Wattkeeper")
  const header = h("header", { class: "shell" }, name, languageSelect(), themeButton())
  const clock = h("div", { class: "strips" }, clockStrip(site))
  return [skip(), header, clock, h("main", { class: "content", id: "content", tabindex: "-1" }, element)]
}

export class Shell {
  constructor(context) {
    this.context = { ...context, recount: () => this.recount() }
    this.content = h("main", { class: "content", id: "content", tabindex: "-1" })
    this.tabs = h("nav", { class: "tabs", id: "tabs", "aria-label": t("shell.sections") })
    this.header = this.#header()
    this.elements = [skip(), this.header, strips(context), this.content]
    this.waiting = 0
    this.recount()
    const again = soon(() => this.recount())
    context.stream.addEventListener("to_check", again)
    context.stream.addEventListener("reset", again)
    context.stream.addEventListener("settings", ({ detail }) => this.#settled(detail))
  }

  #header() {
    const { settings, me } = this.context
    const toggle = h("button", {
      class: "button plain shell-menu", type: "button", "aria-expanded": "false", "aria-controls": "tabs",
      onclick: () => this.#open(!this.header.classList.contains("shell-open")),
    }, icon("menu"), t("shell.menu"))
    this.toggle = toggle
    const leave = h("button", {
      class: "button plain compact", type: "button",
      onclick: () => api.signOut().finally(() => location.reload()),
    }, t("shell.sign-out"))
    const own = h(
      "a", { class: "button plain compact", href: link("account"), title: t("account.title") }, me.name,
    )
    const tools = h("div", { class: "shell-tools" }, languageSelect(), themeButton(), own, leave)
    this.name = h("a", { class: "shell-name", href: link("board") }, settings.name || "Wattkeeper")
    return h("header", { class: "shell" }, this.name, toggle, this.tabs, tools)
  }

  /** Someone changed the settings: the pages drawn from now on use them. */
  #settled(settings) {
    Object.assign(this.context.settings, settings)
    locate(settings)
    this.name.textContent = settings.name || "Wattkeeper"
  }

  #open(open) {
    this.header.classList.toggle("shell-open", open)
    this.toggle.setAttribute("aria-expanded", String(open))
  }

  async recount() {
    this.waiting = (await api.toCheck().catch(() => [])).length
    this.#drawTabs()
  }

  #drawTabs() {
    const own = this.context.me.role === "installer" ? installerTabs : tabs
    refresh(this.tabs, own.map((name) => {
      const count = name === "to-check" && this.waiting > 0 && h("span", { class: "count" }, this.waiting)
      const current = name === this.chosen && "page"
      return h("a", { class: "tab", href: link(name), "aria-current": current }, t(`tab.${name}`), count)
    }))
  }

  /** Marks the tab; the old page stays until the new one is ready. */
  choose(name) {
    const first = this.chosen === undefined
    this.chosen = name
    this.#drawTabs()
    this.#open(false)
    if (first) this.content.append(h("p", { class: "waiting-text" }, t("shell.loading")))
  }

  present({ title, element }) {
    const moved = this.shown !== undefined
    this.shown = title
    document.title = `${title} · ${this.context.settings.name || "Wattkeeper"}`
    this.content.replaceChildren(h("h1", { class: "unseen" }, title), element)
    if (moved) {
      scrollTo(0, 0)
      this.content.focus({ preventScroll: true })
    }
  }
}
