// Settings: the site's name and place, how charges are treated, and how new wallboxes come in.
import { api } from "../api.js"
import { choicesOfCountries } from "../components/country.js"
import { choices, field, form, tick } from "../components/form.js"
import { noteBox } from "../components/note.js"
import { h } from "../dom.js"
import { decimal } from "../format.js"
import { languages, t } from "../i18n.js"
import { micro, plain } from "../money.js"
import { link } from "../router.js"

export async function page({ site, me }) {
  const [settings, countries] = await Promise.all([api.settings(), api.countries()])
  const notes = noteBox()
  const element = form({
    submit: t("action.save"),
    onsubmit: async (values) => {
      await api.changeSettings(changes(values, settings))
      notes.tell("good", t("settings.saved"))
      Object.assign(settings, await api.settings())
    },
  },
  h("section", { class: "card stack" }, h("h2", null, t("settings.site")),
    field({
      name: "name", label: t("settings.name"), hint: t("settings.name-hint"), value: settings.name ?? "",
    }),
    h("div", { class: "fields" }, placeFields(settings, countries))),
  h("section", { class: "card stack" }, h("h2", null, t("tab.charges")),
    field({
      name: "missing_stop_wait_minutes", label: t("settings.missing-stop"),
      hint: t("settings.missing-stop-hint"), unit: "min", inputmode: "numeric",
      value: settings.missing_stop_wait_minutes,
    }),
    choices({
      name: "concurrent_charges", label: t("settings.concurrent"), value: settings.concurrent_charges,
      options: ["allow", "refuse"].map(
        (value) => [value, t(`settings.concurrent.${value}`), t(`settings.concurrent.${value}.hint`)]
      ),
    })),
  h("section", { class: "card stack" }, h("h2", null, t("settings.wallboxes")),
    choices({
      name: "accept_new_charge_points", label: t("settings.accept"), value: settings.accept_new_charge_points,
      options: ["ask", "accept"].map(
        (value) => [value, t(`settings.accept.${value}`), t(`settings.accept.${value}.hint`)]
      ),
    })), paperFields(settings))
  const paper = h("nav", { class: "sections", "aria-label": t("settings.paper") },
    sectionLink("stickers", t("stickers.title"), t("stickers.sub")),
    me.role !== "installer" && sectionLink("letters", t("letters.title"), t("letters.sub")))
  const about = h(
    "p", { class: "quiet small" },
    t("settings.about", { version: site.version ?? "", name: me.name, role: t(`role.${me.role}`) }),
  )
  return { title: t("tab.settings"), element: h("div", { class: "stack" }, notes.element, paper, element, about) }
}

const sectionLink = (page, title, hint) =>
  h("a", { class: "section-link", href: link(page) },
    h("span", null, h("span", { class: "section-title" }, title), h("span", { class: "sub" }, hint)))

/** What stickers and letters say beside the address. */
function paperFields(settings) {
  return h("section", { class: "card stack" }, h("h2", null, t("settings.paper")),
    field({
      name: "help_phone", label: t("settings.help-phone"), hint: t("settings.help-phone-hint"), type: "tel",
      value: settings.help_phone, maxlength: 30,
    }),
    h("div", { class: "fields" },
      field({
        name: "wifi_ssid", label: t("settings.wifi"), hint: t("settings.wifi-hint"), value: settings.wifi_ssid,
        autocomplete: "off",
      }),
      settings.wifi_password !== undefined && field({
        name: "wifi_password", label: t("settings.wifi-password"), hint: t("settings.wifi-password-hint"),
        value: settings.wifi_password, autocomplete: "off",
      })),
    tick({
      name: "wifi_on_stickers", label: t("settings.wifi-on-stickers"),
      hint: t("settings.wifi-on-stickers-hint"), checked: settings.wifi_on_stickers === "yes",
    }))
}

function placeFields(settings, countries) {
  const zones = Intl.supportedValuesOf?.("timeZone") ?? []
  const known = zones.includes(settings.time_zone) ? zones : [settings.time_zone, ...zones]
  return [
    field({
      name: "country", label: t("settings.country"), value: settings.country,
      options: [...(settings.country ? [] : [["", "–"]]), ...choicesOfCountries(countries)],
      onchange: ({ target }) => fill(target.form, countries.find((each) => each.country === target.value)),
    }),
    field({
      name: "currency", label: t("settings.currency"), hint: t("settings.currency-hint"),
      value: settings.currency, maxlength: 3,
    }),
    field({
      name: "time_zone", label: t("settings.time-zone"), options: known.map((zone) => [zone, zone]),
      value: settings.time_zone,
    }),
    field({
      name: "vat_percent", label: t("settings.vat"), hint: t("settings.vat-hint"), unit: "%",
      inputmode: "decimal", value: settings.vat_percent ? decimal(settings.vat_percent) : "",
    }),
    field({
      name: "language", label: t("settings.language"), hint: t("settings.language-hint"),
      options: Object.entries(languages), value: settings.language,
    }),
  ]
}

/** A country brings its presets; each can still be changed before saving. */
function fill(element, preset) {
  if (!preset) return
  element.elements.currency.value = preset.currency
  element.elements.time_zone.value = preset.time_zone
  element.elements.vat_percent.value = decimal(preset.vat_percent)
  element.elements.language.value = preset.language
}

/** Only what differs, so that a locked setting is not touched. */
function changes(values, settings) {
  const vat = micro(values.vat_percent)
  const wanted = {
    ...values, name: values.name.trim(), vat_percent: vat === null ? values.vat_percent : plain(vat),
    help_phone: values.help_phone.trim(), wifi_on_stickers: values.wifi_on_stickers ? "yes" : "no",
  }
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== settings[key]))
}
