// The record of processing (GDPR, article 30), to print.
import { h } from "../dom.js"
import { t } from "../i18n.js"

/** The settings that say how long a kind of records is kept: [kind, setting]. */
export function kept(settings) {
  return Object.keys(settings).map((name) => [name.match(/^keep_(.+)_days$/)?.[1], name])
    .filter(([kind]) => kind)
}

export function record(settings) {
  const part = (heading, ...content) => h("section", { class: "stack" }, h("h2", null, t(heading)), content)
  const line = (text) => h("p", null, text)
  const days = (name) => t("notice.days", { n: settings[name] })
  const element = h("div", { class: "card stack" },
    h("p", { class: "quiet" }, settings.name || "Wattkeeper", " · ", t("record.law")),
    h("h2", null, t("privacy.record")),
    part("privacy.who", ["controller_name", "controller_address", "privacy_contact"]
      .map((name) => settings[name]).filter(Boolean).map(line),
    settings.data_protection_officer && line(`${t("notice.officer")} ${settings.data_protection_officer}`)),
    part("record.purpose", line(t("record.purpose-text")), line(t("notice.why-contract")),
      line(t("notice.why-law")), line(t("notice.why-safety"))),
    part("record.people", line(t("record.people-text"))),
    part("notice.what", ["person", "cards", "charges", "phones"].map(
      (each) => line(t(`notice.what-${each}`)),
    )),
    part("record.receivers", line(t("record.receivers-text"))),
    part("record.kinds", h("dl", { class: "facts" }, kept(settings).map(([kind, name]) =>
      [h("dt", null, t(`records.${kind}`)), h("dd", null, days(name))]))),
    part("record.measures", line(t("record.measures-text"))),
    h("div", { class: "cluster" },
      h("button", { class: "button", type: "button", onclick: () => print() }, t("record.print"))))
  return { title: t("privacy.record"), element }
}
