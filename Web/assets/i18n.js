// Words from /i18n/tenant/LANGUAGE.json, the file the server fills the tenant's page from, and, on the pages of
// the staff, from /i18n/LANGUAGE.json as well: no key stands in both. Flat keys; {name} is filled in; a key with
// ".one" and ".other" is chosen by the value of n.
export const languages = { de: "Deutsch", en: "English", fr: "Français", it: "Italiano" }

let words = {}
let plural = new Intl.PluralRules("en")
export let language = "en"

/** The first of the device's languages that there is here. */
export const wished = () => navigator.languages.map((each) => each.slice(0, 2)).find((each) => each in languages)

const read = async (file) => (await fetch(`/i18n/${file}.json`)).json()

/** Speaks to a tenant. */
export async function speak(wanted) {
  const chosen = wanted in languages ? wanted : "en"
  use(chosen, [await read(`tenant/${chosen}`)])
}

/** Speaks to the staff, who read all that a tenant reads, too. */
export async function speakToStaff(wanted) {
  const chosen = wanted in languages ? wanted : "en"
  use(chosen, await Promise.all([read(`tenant/${chosen}`), read(chosen)]))
}

function use(chosen, files) {
  language = chosen
  words = Object.assign({}, ...files)
  plural = new Intl.PluralRules(language)
  document.documentElement.lang = language
}

export const has = (key) => key in words

export const t = (key, values) => tell(words, plural, key, values)

/** The words of the staff in another language than the page's, for what is printed for others. */
export async function speaker(wanted) {
  const file = await read(wanted)
  const forms = new Intl.PluralRules(wanted)
  return (key, values) => tell(file, forms, key, values)
}

function tell(from, forms, key, values = {}) {
  const form = key in from ? key : `${key}.${forms.select(Number(values.n ?? 0))}`
  const text = from[form] ?? from[`${key}.other`] ?? key
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole))
}

/** A word the server sent: ours if we have one for it, else as it came. */
export function word(prefix, value) {
  return has(`${prefix}.${value}`) ? t(`${prefix}.${value}`) : String(value ?? "")
}

/** A sentence of the server's ({key, values}) in the reader's language, or its English. */
export const said = ({ key, values }, english) => (has(`said.${key}`) ? t(`said.${key}`, values) : english)

/** What was refused, then what to do. */
export function problemText(problem) {
  if (!("status" in problem)) console.error(problem)
  if (has(`said.${problem.key}`)) return said(problem)
  const key = `problem.${problem.name}`
  if (has(key)) return t(key, { detail: problem.detail, fix: problem.fix })
  return [problem.detail, problem.fix].filter(Boolean).join(" ") || t("problem.unexpected")
}
