// Where somebody is signed in, with a button to end each.
import { h } from "../dom.js"
import { time } from "../format.js"
import { t } from "../i18n.js"

/** The device as people know it, out of what the browser calls itself. */
export function device(agent) {
  const browser = ["Edg", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(name))
  const system = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"].find((name) => agent.includes(name))
  const names = { Edg: "Edge", Macintosh: "Mac" }
  const known = [browser, system].filter(Boolean).map((name) => names[name] ?? name).join(", ")
  return known || agent.slice(0, 40) || t("account.device-unknown")
}

/** end(id) signs one out; absent where that is not for the one who looks. */
export function signInList(items, done, end) {
  const button = (item) => h("button", {
    class: "button compact", type: "button", "aria-label": `${t("account.end")}: ${device(item.device)}`,
    onclick: () => end(item.id).then(done),
  }, t("account.end"))
  return h("div", { class: "stack", role: "list" }, items.map((item) => {
    const text = h("span", null, device(item.device), h("span", { class: "sub" },
      t("account.used", { time: time(item.last_used_at), since: time(item.created_at) })))
    return h("div", { class: "cluster spread", role: "listitem" }, text,
      item.current ? h("span", { class: "quiet" }, t("account.this-device")) : end && button(item))
  }))
}
