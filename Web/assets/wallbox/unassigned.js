// Energy that the meter counted while no charge ran: nobody pays for it, so somebody may want to know.
import { api } from "../api.js"
import { table } from "../components/table.js"
import { h } from "../dom.js"
import { dateTime, energy } from "../format.js"
import { t } from "../i18n.js"

export const unassigned = (wallbox) => wallbox.mayReadPeople && ({
  name: "unassigned", title: t("unassigned.title"), hint: t("unassigned.hint"),
  load: async () => {
    const { items } = await api.unassigned(wallbox.point.id)
    if (items.length === 0) return h("p", { class: "quiet" }, t("unassigned.none"))
    const sum = items.reduce((total, { wh }) => total + wh, 0)
    return [h("p", null, t("unassigned.sum", { energy: energy(sum, 3) })), table(t("unassigned.title"), [
      { label: t("wallbox.connector"), kind: "lead", cell: (each) => t("profile.connector", each) },
      { label: t("unassigned.energy"), kind: "right", cell: ({ wh }) => energy(wh, 3) },
      { label: t("charges.from"), cell: ({ from }) => dateTime(from) },
      { label: t("charges.to"), cell: ({ to }) => dateTime(to) },
    ], items)]
  },
})
