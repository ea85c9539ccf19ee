// How a tenant gets in: the phones that are in, the account code with its PIN, and invitations.
import { signInList } from "../access/sign-ins.js"
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { h } from "../dom.js"
import { dateTime, day } from "../format.js"
import { t } from "../i18n.js"
import { invitations } from "./invitations.js"

/** pin: absent for those who only read. */
export function accessPart({ tenant, links, phones, pin, manages, done }) {
  const end = manages && ((id) => api.endPhone(tenant.id, id))
  return h("section", { class: "stack", "aria-labelledby": "own-phone" },
    h("h2", { id: "own-phone" }, t("person.phone-state")),
    h("div", { class: "card stack" },
      h("h3", null, t("person.phones")),
      phones.length ? signInList(phones, done, end) : h("p", { class: "quiet" }, t("person.no-phones")),
      h("h3", null, t("tenant.links")), invitations({ tenant, links, manages, done })),
    pin && pinPart({ tenant, pin, done }))
}

function pinPart({ tenant, pin, done }) {
  const reset = h("button", {
    class: "button", type: "button", onclick: () => resetPin(tenant, done),
  }, t("person.pin-reset"))
  return h("div", { class: "card stack" },
    h("div", { class: "cluster spread" },
      h("h3", null, t("person.code")), h("code", { class: "address" }, pin.code)),
    h("p", { class: pin.must_be_reset || pin.locked_until ? "wrong" : null }, pinState(pin)),
    h("p", { class: "quiet" }, t("person.code-hint")), h("div", null, reset))
}

function pinState(pin) {
  if (pin.must_be_reset) return t("person.pin-spent")
  if (pin.locked_until) return t("person.pin-locked", { time: dateTime(pin.locked_until) })
  return pin.set_at ? t("person.pin-since", { day: day(pin.set_at) }) : t("person.pin-none")
}

function resetPin(tenant, done) {
  decide({
    title: t("person.pin-reset-this", { name: tenant.name }),
    content: h("p", null, t("person.pin-reset-hint")),
    action: t("person.pin-reset"),
    perform: async () => {
      await api.resetPin(tenant.id)
      await done()
    },
  })
}
