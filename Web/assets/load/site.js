// What all wallboxes of the house may draw together: a setting of the site.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { field, objection } from "../components/form.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { gauge } from "./gauge.js"

export function siteLimit(view) {
  const { site } = view.load
  const change = h("button", { class: "button", type: "button", onclick: () => edit(view) },
    t(site.limit_a === null ? "load.set-limit" : "load.change-limit"))
  return h("section", { class: "card stack" },
    h("div", { class: "cluster spread" }, h("h2", null, t("load.house")), view.maySet && change),
    site.limit_a === null ? h("p", { class: "quiet" }, t("load.no-limit"))
      : gauge(t("load.house"), site))
}

function edit(view) {
  const { limit_a: limit } = view.load.site
  decide({
    title: t("load.house-title"),
    content: [
      field({
        name: "site_limit_a", label: t("load.limit"), hint: t("load.house-hint"), unit: "A",
        inputmode: "numeric", autocomplete: "off", value: limit === null ? "" : String(limit),
      }),
    ],
    action: t("action.save"),
    perform: async ({ site_limit_a: typed }) => {
      const text = typed.trim()
      if (text && !/^[1-9]\d*$/.test(text)) throw objection("site_limit_a", t("load.whole"))
      await api.changeSettings({ site_limit_a: text })
      await view.redraw()
      view.tell("good", t("form.saved"))
    },
  })
}
