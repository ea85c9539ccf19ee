// People with access: who they are, what they may, and the links by which they come in.
import { showAccountLink } from "../access/secrets.js"
import { signInList } from "../access/sign-ins.js"
import { api } from "../api.js"
import { decide, dialog } from "../components/dialog.js"
import { field, objection, tick } from "../components/form.js"
import { table } from "../components/table.js"
import { h, icon } from "../dom.js"
import { dateIn, dateTime, day, midnight, now } from "../format.js"
import { t } from "../i18n.js"

const roles = ["owner", "manager", "accountant", "installer"]

export async function page() {
  const box = h("div", { class: "stack" })
  const load = async () => {
    const accounts = await api.accounts()
    const button = h(
      "button", { class: "button primary", type: "button", onclick: () => add(load) }, icon("add"),
      t("users.add"),
    )
    box.replaceChildren(h("div", { class: "cluster" }, button), table(t("users.title"), columns(load), accounts))
  }
  await load()
  return { title: t("users.title"), element: box }
}

function columns(load) {
  const change = (account) => h("button", {
    class: "button compact", type: "button", "aria-label": t("users.change-this", { name: account.name }),
    onclick: () => edit(account, load),
  }, t("action.change"))
  return [
    { label: t("sign-in.name"), kind: "lead wide", cell: ({ name }) => name },
    { label: t("users.role"), cell: ({ role }) => t(`role.${role}`) },
    { label: t("users.state"), cell: state },
    { label: t("users.last"), cell: ({ last_sign_in_at: at }) => dateTime(at) },
    { label: t("account.factor"), cell: (account) => (account.second_factor ? t("users.yes") : "–") },
    { label: t("action.change"), kind: "actions", cell: change },
  ]
}

function state({ disabled_at: disabled, expires_at: end, has_password: isIn }) {
  if (disabled) return t("users.disabled")
  if (end && new Date(end) <= now()) return t("users.over")
  if (!isIn) return t("users.invited")
  return end ? t("users.until", { day: day(end) }) : t("users.active")
}

const roleField = (value) => field({
  name: "role", label: t("users.role"), value,
  options: roles.map((role) => [role, `${t(`role.${role}`)}: ${t(`users.may.${role}`)}`]),
})

const endField = (value) => field({
  name: "until", label: t("users.end"), hint: t("users.end-hint"), type: "date", value,
})

const endOf = ({ until }) => (until ? midnight(until) : null)

function add(load) {
  decide({
    title: t("users.add"),
    content: [
      field({ name: "name", label: t("sign-in.name"), hint: t("users.name-hint"), autocomplete: "off" }),
      roleField("manager"), endField(""),
    ],
    action: t("users.invite"),
    perform: async (values) => {
      if (!values.name.trim()) throw objection("name", t("claim.name-missing"))
      const made = await api.addAccount({
        name: values.name.trim(), role: values.role, expires_at: endOf(values),
      })
      await load()
      setTimeout(() => showAccountLink(made.name, made.link))
    },
  })
}

function edit(account, load) {
  const box = decide({
    title: account.name,
    content: [
      roleField(account.role), endField(account.expires_at ? dateIn(account.expires_at) : ""),
      tick({
        name: "disabled", label: t("users.disable"), hint: t("users.disable-hint"),
        checked: Boolean(account.disabled_at),
      }),
      h("div", { class: "cluster" }, more(account, load, () => box.close())),
    ],
    action: t("action.save"),
    perform: async (values) => {
      await api.changeAccount(account.id, {
        role: values.role, expires_at: endOf(values), disabled: values.disabled === "on",
      })
      await load()
    },
  })
}

/** What else can be done for someone: each closes this dialog and asks in one of its own. */
function more(account, load, close) {
  const button = (text, act) => h("button", {
    class: "button compact", type: "button",
    onclick: () => {
      close()
      setTimeout(act)
    },
  }, text)
  return [
    button(t("users.new-link"), () => invite(account)),
    button(t("account.devices"), () => devices(account)),
    account.second_factor && button(t("account.factor-remove"), () => removeFactor(account, load)),
  ]
}

function invite(account) {
  decide({
    title: t("users.new-link"), content: h("p", null, t("users.new-link-hint", { name: account.name })),
    action: t("users.new-link"),
    perform: async () => {
      const link = await api.inviteAccount(account.id)
      setTimeout(() => showAccountLink(account.name, link))
    },
  })
}

async function devices(account) {
  const list = h("div", { class: "stack" })
  const load = async () => {
    const items = await api.signInsOf(account.id)
    list.replaceChildren(items.length ? signInList(items, load, api.endSignIn) : h("p", null, t("users.no-devices")))
  }
  await load()
  const close = h(
    "button", { class: "button", type: "button", onclick: () => box.close() }, t("link.done"),
  )
  const box = dialog(`${t("account.devices")}: ${account.name}`, [list, h("div", null, close)])
}

function removeFactor(account, load) {
  decide({
    title: t("account.factor-remove"),
    content: h("p", null, t("users.factor-hint", { name: account.name })),
    action: t("account.factor-remove"),
    perform: async () => {
      await api.removeSecondFactorOf(account.id)
      await load()
    },
  })
}
