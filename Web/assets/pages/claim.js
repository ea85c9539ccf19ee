// The first visit: the claim code, who the owner is, and the country with what follows from it.
import { api } from "../api.js"
import { choicesOfCountries, presetFacts } from "../components/country.js"
import { field, form, objection } from "../components/form.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"

export async function page({ site, done }) {
  const countries = await api.countries()
  const facts = h("div")
  const preset = (country) => facts.replaceChildren(
    presetFacts(countries.find((each) => each.country === country))
  )
  const first = likely(countries, site)
  preset(first)
  const element = h("div", { class: "narrow stack" },
    h("h1", null, t("claim.title")),
    h("p", { class: "quiet" }, t("claim.intro")),
    form({ submit: t("claim.action"), onsubmit: (values) => claim(values).then(done) },
      field({
        name: "code", label: t("claim.code"), hint: t("claim.code-hint"), class: "code", autocomplete: "off",
        autocapitalize: "characters", spellcheck: "false", maxlength: 12, autofocus: true,
      }),
      field({ name: "name", label: t("claim.name"), hint: t("claim.name-hint"), autocomplete: "username" }),
      field({
        name: "password", label: t("claim.password"), hint: t("claim.password-hint"), type: "password",
        autocomplete: "new-password",
      }),
      field({
        name: "country", label: t("claim.country"), options: choicesOfCountries(countries), value: first,
        onchange: (event) => preset(event.target.value),
      }),
      facts))
  return { title: t("claim.title"), element }
}

/** The country this browser seems to be in. */
function likely(countries, site) {
  const [language, region] = navigator.language.split("-")
  const fits = countries.find((each) => each.country === (site.country ?? region))
  return (fits ?? countries.find((each) => each.language === language) ?? countries[0]).country
}

/** The code as printed: with or without its dash, in any case. */
export function plainCode(typed) {
  return typed.replace(/[^0-9a-z]/gi, "").toUpperCase().replace(/^(.{4})(.{4})$/, "$1-$2")
}

async function claim({ code, name, password, country }) {
  if (!plainCode(code)) throw objection("code", t("claim.code-missing"))
  if (!name.trim()) throw objection("name", t("claim.name-missing"))
  if ([...password].length < 10) throw objection("password", t("claim.password-short"))
  await api.claim({ code: plainCode(code), name: name.trim(), password, country })
}
