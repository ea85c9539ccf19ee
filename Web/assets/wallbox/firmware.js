// New firmware for the wallbox, and files about itself that it puts somewhere. It fetches and puts them by
// itself, from and to addresses that it can reach; what it tells of its progress stands above.
import { api } from "../api.js"
import { choices, field, form, objection } from "../components/form.js"
import { h } from "../dom.js"
import { dateTime, instantAt, localTimeIn } from "../format.js"
import { t, word } from "../i18n.js"
import { demand } from "./ask.js"

const progressActions = [
  "FirmwareStatusNotification", "SignedFirmwareStatusNotification", "DiagnosticsStatusNotification",
  "LogStatusNotification",
]

export const firmware = (wallbox) => ({
  name: "firmware", title: t("firmware.title"), hint: t("firmware.hint"), live: true,
  load: async (again) => {
    const { items } = await api.notices(wallbox.point.id)
    return [progress(items), ...(wallbox.mayAct ? [update(wallbox, again), upload(wallbox, again)] : [])]
  },
})

/** The last word on each of the jobs; none is worth a line that was never begun. */
function progress(notices) {
  const last = progressActions.map((action) => notices.find((notice) => notice.action === action))
    .filter(Boolean)
  return h("div", { role: "status" }, h("dl", { class: "facts" },
    last.map(({ action, payload, received_at: at }) => h("div", null,
      h("dt", null, t(`firmware.job.${action}`)),
      h("dd", null, word("firmware.status", payload?.status ?? "–"),
        h("span", { class: "sub" }, dateTime(at)))))))
}

const address = (hint) => field({
  name: "location", label: t("firmware.address"), hint, autocomplete: "off", spellcheck: "false",
  inputmode: "url",
})

/** An address the wallbox can read: with its scheme. */
function checked(location) {
  if (!/^[a-z]+:\/\/\S+$/i.test(location.trim())) throw objection("location", t("firmware.address-wrong"))
  return location.trim()
}

function update(wallbox, again) {
  const onsubmit = async ({ location, at }) => {
    const payload = { location: checked(location), retrieveDate: instantAt(at || localTimeIn(0)) }
    await demand(wallbox, "UpdateFirmware", payload, "location")
    await again()
  }
  return h("div", { class: "stack" }, h("h3", null, t("firmware.update")),
    form({ submit: t("firmware.update-action"), busy: t("operation.waiting"), onsubmit },
      h("p", null, t("firmware.update-hint")),
      h("div", { class: "fields" }, address(t("firmware.address-hint")), field({
        name: "at", label: t("firmware.when"), hint: t("firmware.when-hint"), type: "datetime-local",
        value: localTimeIn(0),
      }))))
}

const uploads = ["GetDiagnostics", "DiagnosticsLog", "SecurityLog"]

function upload(wallbox, again) {
  const onsubmit = async ({ location, what }) => {
    const place = checked(location)
    const asked = what === "GetDiagnostics" ? ["GetDiagnostics", { location: place }]
      : ["GetLog", { logType: what, requestId: requestID(), log: { remoteLocation: place } }]
    const { fileName, filename } = await demand(wallbox, ...asked, "location")
    const file = fileName ?? filename
    if (file) wallbox.tell("good", t("firmware.file", { name: wallbox.name, file }))
    await again()
  }
  return h("div", { class: "stack" }, h("h3", null, t("firmware.upload")),
    form({ submit: t("firmware.upload-action"), busy: t("operation.waiting"), onsubmit },
      choices({
        name: "what", label: t("firmware.what"), value: uploads[0],
        options: uploads.map((what) => [what, t(`firmware.what.${what}`), t(`firmware.what.${what}.hint`)]),
      }),
      address(t("firmware.folder-hint"))))
}

/** Rises from second to second, so that no two requests of a wallbox share one. */
const requestID = () => Math.floor(Date.now() / 1000) % 2147483647
