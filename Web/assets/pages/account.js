// One's own account: password, second factor, recovery codes, and where one is signed in.
import { showRecoveryCodes } from "../access/secrets.js"
import { signInList } from "../access/sign-ins.js"
import { api } from "../api.js"
import { copyable } from "../components/copy.js"
import { decide } from "../components/dialog.js"
import { field, form, objection } from "../components/form.js"
import { noteBox } from "../components/note.js"
import { qr } from "../components/qr.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"

export async function page() {
  const notes = noteBox()
  const box = h("div", { class: "stack" })
  const load = async (said) => {
    const [me, signIns] = await Promise.all([api.ownAccount(), api.ownSignIns()])
    box.replaceChildren(who(me), password(notes), factor(me, load), codes(me, load), devices(signIns, load))
    if (said) notes.tell("good", said)
  }
  await load()
  return { title: t("account.title"), element: h("div", { class: "stack" }, notes.element, box) }
}

const who = (me) => h("p", { class: "quiet" }, t("account.who", { name: me.name, role: t(`role.${me.role}`) }))

const card = (title, ...content) => h("section", { class: "card stack" }, h("h2", null, title), content)

/** A password as it is asked for again before something that could lock one out. */
const proof = () => field({
  name: "password", label: t("account.password-now"), type: "password", autocomplete: "current-password",
})

function password(notes) {
  const element = form({
    submit: t("account.password-change"),
    onsubmit: async (values) => {
      if ([...values.password].length < 10) throw objection("password", t("claim.password-short"))
      await api.changePassword(values.old_password, values.password)
      element.reset()
      notes.tell("good", t("account.password-changed"))
    },
  }, h("div", { class: "fields" },
    field({
      name: "old_password", label: t("account.password-now"), type: "password",
      autocomplete: "current-password",
    }),
    field({
      name: "password", label: t("account.password-new"), hint: t("claim.password-hint"), type: "password",
      autocomplete: "new-password",
    })))
  return card(t("sign-in.password"), element)
}

function factor(me, load) {
  const act = me.second_factor ? () => removeFactor(load) : () => addFactor(load)
  return card(t("account.factor"),
    h("p", null, t(me.second_factor ? "account.factor-on" : "account.factor-off")),
    h("div", null, h("button", { class: "button", type: "button", onclick: act },
      t(me.second_factor ? "account.factor-remove" : "account.factor-add"))))
}

async function addFactor(load) {
  const offer = await api.offerSecondFactor()
  decide({
    title: t("account.factor-add"),
    content: [
      h("div", { class: "beside-code" },
        offer.qr && qr(offer.qr, t("account.factor-qr")),
        h("div", { class: "stack tight" }, h("p", null, t("account.factor-how")),
          h("p", null, h("a", { href: offer.uri }, t("account.factor-open"))))),
      copyable(offer.secret, t("account.factor-secret"), "small"),
      field({
        name: "code", label: t("sign-in.code"), inputmode: "numeric", autocomplete: "one-time-code", maxlength: 6,
      }),
      proof(),
    ],
    action: t("account.factor-add"),
    perform: async (values) => {
      const made = await api.confirmSecondFactor(offer.secret, values.code.trim(), values.password)
      await load()
      setTimeout(() => showRecoveryCodes(made.recovery_codes))
    },
  })
}

function removeFactor(load) {
  decide({
    title: t("account.factor-remove"), content: [h("p", null, t("account.factor-remove-hint")), proof()],
    action: t("account.factor-remove"),
    perform: async (values) => {
      await api.removeSecondFactor(values.password)
      await load(t("account.factor-removed"))
    },
  })
}

function codes(me, load) {
  const renew = () => decide({
    title: t("account.codes-new"), content: [h("p", null, t("account.codes-hint")), proof()],
    action: t("account.codes-new"),
    perform: async (values) => {
      const made = await api.renewRecoveryCodes(values.password)
      await load()
      setTimeout(() => showRecoveryCodes(made.recovery_codes))
    },
  })
  return card(t("account.codes"),
    h("p", null, t("account.codes-left", { n: me.recovery_codes_left })),
    h("div", null, h("button", { class: "button", type: "button", onclick: renew }, t("account.codes-new"))))
}

function devices(items, load) {
  const others = items.some((item) => !item.current)
  const all = h("button", {
    class: "button", type: "button", onclick: () => api.endOtherSignIns().then(() => load(t("account.ended"))),
  }, t("account.end-others"))
  return card(t("account.devices"), signInList(items, () => load(t("account.ended")), api.endSignIn),
    others && h("div", null, all))
}
