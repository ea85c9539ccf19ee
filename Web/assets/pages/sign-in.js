// Name and password, then the code of the second factor where there is one; and the way back for who forgot.
import { api } from "../api.js"
import { field, form, objection } from "../components/form.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"

export function page({ done }) {
  const box = h("div", { class: "narrow stack" })
  const show = (part) => box.replaceChildren(...part({ done, show }))
  show(signIn)
  return { title: t("sign-in.title"), element: box }
}

const nameField = () => field({
  name: "name", label: t("sign-in.name"), autocomplete: "username", autofocus: true,
})

const codeField = (hint) => field({
  name: "code", label: t("sign-in.code"), hint, autocomplete: "one-time-code", spellcheck: "false", maxlength: 40,
})

function signIn({ done, show }) {
  const code = h("div")
  const element = form({
    submit: t("sign-in.action"),
    onsubmit: async ({ name, password, code: typed }) => {
      try {
        await api.signIn(name.trim(), password, typed?.trim())
        done()
      } catch (problem) {
        if (problem.name !== "second-factor-needed") throw problem
        code.replaceChildren(codeField(t("sign-in.code-hint")))
        code.querySelector("input").focus()
      }
    },
  }, nameField(),
  field({
    name: "password", label: t("sign-in.password"), type: "password", autocomplete: "current-password",
  }), code)
  const forgot = h("button", { class: "button plain compact", type: "button", onclick: () => show(recover) },
    t("sign-in.forgot"))
  return [
    h("h1", null, t("sign-in.title")), element, h("div", null, forgot),
    h("p", { class: "quiet small" }, t("sign-in.help")),
  ]
}

function recover({ show }) {
  const back = h("button", { class: "button", type: "button", onclick: () => show(signIn) }, t("action.cancel"))
  const element = form({
    submit: t("sign-in.recover"), buttons: [back],
    onsubmit: async ({ name, recovery_code: recovery, password, code }) => {
      if ([...password].length < 10) throw objection("password", t("claim.password-short"))
      await api.recover({
        name: name.trim(), recovery_code: recovery.trim(), password, code: code.trim() || undefined,
      })
      show(signIn)
    },
  }, nameField(),
  field({
    name: "recovery_code", label: t("sign-in.recovery-code"), hint: t("sign-in.recovery-hint"), spellcheck: "false",
    autocomplete: "off", maxlength: 40,
  }),
  field({
    name: "password", label: t("account.password-new"), hint: t("claim.password-hint"), type: "password",
    autocomplete: "new-password",
  }), codeField(t("sign-in.code-if")))
  return [
    h("h1", null, t("sign-in.forgot")), h("p", { class: "quiet" }, t("sign-in.forgot-hint")), element,
  ]
}
