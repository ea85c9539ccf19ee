// Name and password.
import { api } from "../api.js"
import { field, form } from "../components/form.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"

export function page({ done }) {
  const element = h("div", { class: "narrow stack" },
    h("h1", null, t("sign-in.title")),
    form({
      submit: t("sign-in.action"),
      onsubmit: async ({ name, password }) => {
        await api.signIn(name.trim(), password)
        done()
      },
    },
    field({ name: "name", label: t("sign-in.name"), autocomplete: "username", autofocus: true }),
    field({
      name: "password", label: t("sign-in.password"), type: "password", autocomplete: "current-password",
    })),
    h("p", { class: "quiet small" }, t("sign-in.help")))
  return { title: t("sign-in.title"), element }
}
