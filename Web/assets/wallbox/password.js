// The wallbox's password. It is set and never shown again.
import { api } from "../api.js"
import { copyable } from "../components/copy.js"
import { choices, field, form, objection } from "../components/form.js"
import { h, icon } from "../dom.js"
import { t } from "../i18n.js"
import { button, demand } from "./ask.js"

/** The standard's least length (OCPP 1.6 security white paper); shorter ones are allowed here, and told. */
const strong = 16
/** Letters and digits that nobody takes for another: 20 of them are 116 bits. */
const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"

const word = ({ has_password: has, password_is_short: short }) =>
  t(short ? "password.short" : has ? "password.set" : "password.none")

export const password = (wallbox) => ({
  name: "password", title: t("password.title"), hint: t("password.hint"), state: word(wallbox.point),
  load: (again, tell) => view(wallbox, tell),
})

function view(wallbox, tell) {
  if (!wallbox.mayAct) return h("p", null, t("password.why"))
  const { point } = wallbox
  const input = field({
    name: "password", label: t("password.new"), type: "password", autocomplete: "new-password", maxlength: 40,
    hint: t("password.length"),
  })
  const made = h("div", { role: "status" })
  const warning = h("div", { class: "note", hidden: true }, icon("info"),
    h("p", null, t("password.short-hint")))
  const box = input.querySelector("input")
  const judge = () => {
    warning.hidden = box.value.length === 0 || box.value.length >= strong
  }
  const make = () => {
    box.value = generate()
    made.replaceChildren(h("div", { class: "stack" },
      copyable(box.value, t("password.title")), h("p", { class: "quiet small" }, t("password.copy-now"))))
    judge()
  }
  const onsubmit = async ({ password: text, way }) => {
    if (!text) throw objection("password", t("password.missing"))
    await (way === "send" ? send(text, wallbox) : enter(text, wallbox))
    Object.assign(point, await api.chargePoint(point.id))
    tell(word(point))
    box.value = ""
    made.replaceChildren()
  }
  const element = form({ submit: t("password.save"), busy: t("operation.waiting"), onsubmit },
    input, h("div", null, button(t("password.make"), make, wallbox)), made, warning,
    choices({
      name: "way", label: t("password.way"), value: point.online ? "send" : "enter",
      options: ["send", "enter"].map((way) => [way, t(`password.${way}`), t(`password.${way}.hint`)]),
    }))
  box.addEventListener("input", () => {
    made.replaceChildren()
    judge()
  })
  return [h("p", null, t("password.why")), element]
}

/** Over the connection it has now; the server takes the old and the new one until the wallbox has agreed. */
const send = (text, wallbox) =>
  demand(wallbox, "ChangeConfiguration", { key: "AuthorizationKey", value: text }, "password")

async function enter(text, { point, tell }) {
  await api.changeChargePoint(point.id, { password: text })
  tell("good", t("password.entered"))
}

/** Each letter is as likely as any other: bytes beyond the last whole alphabet are drawn again. */
function generate(length = 20) {
  const most = 256 - (256 % alphabet.length)
  let text = ""
  while (text.length < length) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < most) text += alphabet[byte % alphabet.length]
  }
  return text
}
