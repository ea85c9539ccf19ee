// Who did what: filtered, with before and after, to take along as a file, and the chain to check.
import { api } from "../api.js"
import { field, form } from "../components/form.js"
import { noteBox } from "../components/note.js"
import { paged } from "../components/paged.js"
import { h } from "../dom.js"
import { dateTimeSeconds, midnight } from "../format.js"
import { has, t, word } from "../i18n.js"
import { go } from "../router.js"

const kinds = [
  "account", "bay", "charge", "charge_point", "dispute", "erasure", "group", "guest", "id_tag", "import", "job",
  "load_connector", "load_group", "settings", "sign_in", "tariff", "tenancy", "tenant", "to_check", "token", "unit",
]

export async function page({ me, query }) {
  const notes = noteBox()
  const filter = filterOf(query)
  const accounts = me.role === "owner" ? await api.accounts() : []
  const list = await paged({
    caption: t("audit.title"), columns, none: t("audit.none"),
    read: (cursor) => api.audit({ ...filter, cursor, limit: 50 }),
  })
  const tools = [
    h("a", { class: "button", href: api.auditFile(filter), download: "audit.csv" }, t("audit.export")),
    h("button", { class: "button", type: "button", onclick: () => check(notes) }, t("audit.check")),
  ]
  return {
    title: t("audit.title"),
    element: h("div", { class: "stack" }, notes.element, filters(query, accounts, tools), list),
  }
}

function filterOf(query) {
  const given = (name) => query.get(name) || undefined
  const [from, to] = [given("from"), given("to")]
  return {
    by: given("by"), action: given("action"), subject: given("subject"), from: from && midnight(from),
    to: to && midnight(dayAfter(to)),
  }
}

const dayAfter = (date) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)

function filters(query, accounts, buttons) {
  const value = (name) => query.get(name) ?? ""
  const people = accounts.map((account) => [`account ${account.id}`, account.name])
  const known = [["", t("audit.everyone")], ...people, ["appliance", t("audit.appliance")], ["machine", t("audit.machine")]]
  const others = known.some(([id]) => id === value("by")) ? [] : [[value("by"), value("by")]]
  return form({
    submit: t("audit.filter"), buttons,
    onsubmit: (values) => go("audit", null, Object.fromEntries(Object.entries(values).filter(([, v]) => v))),
  }, h("div", { class: "fields" },
    field({
      name: "action", label: t("audit.what"), value: value("action"),
      options: [["", t("audit.everything")], ...kinds.map((kind) => [kind, word("audit.kind", kind)])],
    }),
    field({ name: "by", label: t("audit.who"), options: [...known, ...others], value: value("by") }),
    field({ name: "from", label: t("audit.from"), type: "date", value: value("from") }),
    field({ name: "to", label: t("audit.to"), type: "date", value: value("to") })))
}

const columns = [
  { get label() { return t("audit.when") }, cell: ({ at }) => dateTimeSeconds(at) },
  { get label() { return t("audit.who") }, cell: who },
  { get label() { return t("audit.what") }, kind: "wide", cell: what },
  { get label() { return t("audit.change") }, kind: "wide", cell: change },
]

function who({ by, by_name: name }) {
  if (name) return name
  return ["appliance", "machine"].includes(by) ? word("audit", by) : by
}

function what({ action, subject }) {
  const [kind, verb] = action.split(".")
  // Some verbs say something else of another kind: a sign-in begins, and so does a tenancy.
  const done = has(`audit.verb.${action}`) ? t(`audit.verb.${action}`) : word("audit.verb", verb)
  return [`${word("audit.kind", kind)}: ${done}`, subject && h("span", { class: "sub" }, subject)]
}

/** Each member that differs: before → after. */
function change({ before, after, erased }) {
  if (erased) return h("span", { class: "quiet" }, t("audit.erased"))
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((name) => (before?.[name] ?? after?.[name] ?? null) !== null)
  const text = (value) => (value === null || value === undefined ? "–" : typeof value === "string" ? value
    : JSON.stringify(value))
  const lines = names.map((name) => h("span", { class: "sub" }, `${name}: `,
    before && `${text(before[name])} → `, text(after?.[name])))
  return lines.length ? lines : "–"
}

async function check(notes) {
  const found = await api.checkAudit()
  if (found.whole) notes.tell("good", t("audit.whole", { n: found.lines, erased: found.erased }))
  else notes.tell("alarm", t("audit.broken", { line: found.broken_at }))
}
