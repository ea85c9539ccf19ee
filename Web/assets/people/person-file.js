// What is known of a tenant as a file to hand over, and the end of it.
import { api } from "../api.js"
import { decide } from "../components/dialog.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { takeBack, when } from "../privacy/erasure.js"

/** settings tell how long readings stay. */
export function filePart({ tenant, erasures, settings, done }) {
  const open = erasures.find((each) => each.tenant_id === tenant.id && !each.done_at && !each.cancelled_at)
  const file = h("a", { class: "button", href: api.personFile(tenant.id), download: true },
    t("privacy.download"))
  const erase = open
    ? h("button", {
      class: "button", type: "button", onclick: () => takeBack(open, tenant.name, done),
      "aria-label": t("privacy.cancel-this", { what: tenant.name }),
    }, t("privacy.cancel"))
    : h("button", {
      class: "button", type: "button", onclick: () => announce(tenant, settings, done),
    }, t("person.erase"))
  return h("section", { class: "stack", "aria-labelledby": "own-file" },
    h("h2", { id: "own-file" }, t("tab.privacy")),
    h("p", { class: "quiet" }, t("person.file-hint")),
    open && h("p", null, t("person.erasure"), " ", when(open)),
    h("div", { class: "cluster" }, file, erase))
}

function announce(tenant, settings, done) {
  decide({
    title: t("person.erase-this", { name: tenant.name }),
    content: [
      h("p", null, t("person.erase-what")),
      h("p", null, t("person.erase-kept", { n: settings.keep_charges_days })),
      h("p", { class: "quiet" }, t(tenant.tenancies.length ? "person.erase-after" : "person.erase-undo")),
    ],
    action: t("privacy.erase-action"),
    perform: async () => {
      await api.announceErasure(tenant.id)
      await done()
    },
  })
}
