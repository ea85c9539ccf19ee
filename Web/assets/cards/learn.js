// Learning a card: whose it is to be and where, then a minute in which the next unknown card becomes it.
import { api } from "../api.js"
import { decide, dialog } from "../components/dialog.js"
import { field } from "../components/form.js"
import { h } from "../dom.js"
import { t } from "../i18n.js"
import { inOrder } from "../people/places.js"
import { owners } from "./edit.js"

const seconds = 60

export function learnCard({ house, done, stream }) {
  const readers = inOrder(house.bays).filter((bay) => bay.charge_point).map(({ id, name }) => [id, name])
  decide({
    title: t("card.learn"),
    content: [
      h("p", null, t("card.learn-text")),
      field({ name: "tenant_id", label: t("card.tenant"), options: owners(house) }),
      field({
        name: "bay", label: t("card.learn-where"), options: [["", t("card.learn-anywhere")], ...readers],
      }),
      field({ name: "label", label: t("card.label"), hint: t("card.label-hint"), autocomplete: "off" }),
    ],
    action: t("card.learn-begin"),
    perform: async ({ tenant_id: tenant, bay, label }) => {
      const learning = await api.learnCard({
        tenant_id: tenant || null, label: label.trim(), ...(bay && { bay }),
      })
      setTimeout(() => wait({ learning, done, stream, again: () => learnCard({ house, done, stream }) }))
    },
  })
}

/** Counts down by this device's clock, so that a wrong one does no harm. */
function wait({ learning, done, stream, again }) {
  const until = Date.now() + seconds * 1000
  const left = h("p", { class: "hero number" }, String(seconds))
  const text = h("p", { role: "status" }, t("card.learn-now"))
  const cancel = h("button", { class: "button", type: "button", onclick: () => box.close() }, t("action.cancel"))
  const buttons = h("div", { class: "cluster" }, cancel)
  const box = dialog(t("card.learn"), [text, left, buttons])
  const leaving = new AbortController()
  const end = (key, values, ...more) => {
    leaving.abort()
    clearInterval(ticking)
    left.remove()
    text.textContent = t(key, values)
    buttons.replaceChildren(...more)
    more[0]?.focus()
  }
  const hear = ({ id, state, id_tag: number }) => {
    if (id !== learning.id || state === "waiting" || leaving.signal.aborted) return
    const close = h(
      "button", { class: "button primary", type: "button", onclick: () => box.close() }, t("link.done"),
    )
    if (state === "learnt") {
      end("card.learnt", { card: number }, close)
      return done()
    }
    const retry = () => {
      box.close()
      again()
    }
    end("card.learn-over", {}, h(
      "button", { class: "button primary", type: "button", onclick: retry }, t("action.again"),
    ), cancel)
  }
  const look = () => api.cardLearning(learning.id).then(hear).catch(() => {})
  const ticking = setInterval(() => {
    const rest = Math.max(0, Math.ceil((until - Date.now()) / 1000))
    left.textContent = String(rest)
    if (rest === 0 || rest % 5 === 0) look()
  }, 1000)
  stream.addEventListener("card_learning", ({ detail }) => hear(detail), { signal: leaving.signal })
  box.addEventListener("close", () => {
    clearInterval(ticking)
    if (!leaving.signal.aborted) api.endCardLearning(learning.id).catch(() => {})
    leaving.abort()
  })
}
