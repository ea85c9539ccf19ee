// One odd thing in words: what is, then what to do. Used by the list, the connect guide and a charge's page.
import { h } from "../dom.js"
import { time } from "../format.js"
import { has, t } from "../i18n.js"

export function checkText(kind, values = {}) {
  // Kinds of many types have a sentence for each type that we know.
  const key = [`check.${kind}.${values.type}`, `check.${kind}`].find(has)
  return {
    what: key ? t(key, values) : t("check.other", { kind }),
    fix: key ? t(`${key}.fix`, values) : "",
  }
}

/** What helps to decide beyond the kind: a factor that would make it plausible, a register that went round. */
export function checkHint(item, values) {
  const { factor, rollover_wh: wh } = item.details ?? {}
  if (factor && has(`check.factor.${factor}`)) return t(`check.factor.${factor}`, values)
  return wh ? t("check.rollover", { ...values, wh }) : ""
}

/** The values a sentence may name: all details; those below read as a dash or nothing when they are missing.
 * names: the bays by charge point. */
export function checkValues(item, names = new Map()) {
  const { id_tag: card = "–", remote = "–", cause, reason, type = "", tech_info: detail } = item.details ?? {}
  const { printed = "–", current = "–" } = item.details ?? {}
  return {
    ...item.details, card, remote, cause: cause ?? reason ?? "", type, detail: detail ?? "", printed, current,
    wallbox: names.get(item.charge_point) ?? item.charge_point ?? "–",
  }
}

export function checkWhen({ count, last_at: last }) {
  return count > 1 ? t("check.times", { n: count, time: time(last) }) : time(last)
}

export function checkLine(item) {
  const values = checkValues(item)
  const { what, fix } = checkText(item.kind, values)
  const hint = checkHint(item, values)
  return h("div", null, h("p", null, what), fix && h("p", { class: "quiet" }, fix),
    hint && h("p", { class: "quiet" }, hint),
    h("p", { class: "quiet small" }, checkWhen(item)))
}
