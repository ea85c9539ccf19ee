// Prices: what applies now, the form for the next, and what applied before.
import { api } from "../api.js"
import { priceForm } from "../components/price-form.js"
import { empty, noteBox } from "../components/note.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { dateTime, now } from "../format.js"
import { t } from "../i18n.js"
import { priceLines, taxNote } from "../tariff.js"

export async function page({ settings }) {
  const notes = noteBox()
  const box = h("div", { class: "stack" })
  const load = async () => {
    const [tariffs, countries] = await Promise.all([api.tariffs(), api.countries()])
    const ordered = tariffs.sort(
      (a, b) => Date.parse(b.valid_from) - Date.parse(a.valid_from) || b.version - a.version
    )
    const current = ordered.find((tariff) => Date.parse(tariff.valid_from) <= now())
    const preset = countries.find((each) => each.country === settings.country)
    const vat = settings.vat_percent || preset?.vat_percent || "0"
    const saved = async () => {
      await load()
      notes.tell("good", t("price.saved"))
    }
    box.replaceChildren(
      current ? shown(current) : empty(t("price.none"), t("price.none-text")),
      priceForm({ current, vat, currency: settings.currency ?? preset?.currency, done: saved }),
      ordered.length ? history(ordered, current) : "")
  }
  await load()
  return { title: t("tab.prices"), element: h("div", { class: "stack" }, notes.element, box) }
}

function shown({ tariff, valid_from: from }) {
  const [first, ...more] = priceLines(tariff)
  const fees = more.length ? h("dl", { class: "facts" }, more.map(({ name, amount, unit }) =>
    h("div", null, h("dt", null, name), h("dd", { class: "number" }, `${amount} ${unit}`))))
    : h("p", null, t("price.no-fees"))
  return h("section", { class: "card stack" },
    h("h2", null, t("price.now")),
    first && h(
      "p", { class: "hero number" }, first.amount, h("span", { class: "unit" }, ` ${first.unit}`),
    ), fees,
    h("p", { class: "quiet" }, taxNote(tariff) + " " + t("price.since", { time: dateTime(from) })))
}

function history(tariffs, current) {
  const when = (version) => (version === current ? t("price.applies")
    : Date.parse(version.valid_from) > now() ? t("price.later") : t("price.past"))
  const columns = [
    { label: t("price.valid-from"), kind: "lead", cell: (version) => dateTime(version.valid_from) },
    { label: t("price.name"), cell: (version) => version.name },
    {
      label: t("tab.prices"), kind: "wide",
      cell: ({ tariff }) => priceLines(tariff).map(
        ({ name, amount, unit }) => h("div", null, `${name}: ${amount} ${unit}`)
      ),
    },
    { label: t("price.status"), cell: when },
  ]
  return h(
    "section", { class: "stack" }, h("h2", null, t("price.history")),
    table(t("price.history"), columns, tariffs),
  )
}
