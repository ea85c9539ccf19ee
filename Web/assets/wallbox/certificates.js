// Certificates inside the wallbox, and what it wants signed. It may need them for connections with TLS.
import { api } from "../api.js"
import { copyable } from "../components/copy.js"
import { decide } from "../components/dialog.js"
import { field, objection } from "../components/form.js"
import { outcome } from "../components/operations.js"
import { table } from "../components/table.js"
import { h, icon } from "../dom.js"
import { dateTime, time } from "../format.js"
import { t, word } from "../i18n.js"
import { button, demand } from "./ask.js"

const types = ["CentralSystemRootCertificate", "ManufacturerRootCertificate"]

export const certificates = (wallbox) => ({
  name: "certificates", title: t("certificate.title"), hint: t("certificate.hint"), live: true,
  load: async (again) => {
    const { installed, requests } = await api.certificates(wallbox.point.id)
    return [
      h("p", null, t("certificate.why")), ...list(installed, wallbox, again),
      requests.map((request) => signing(request, wallbox, again)),
    ]
  },
})

function list(installed, wallbox, again) {
  const columns = [
    {
      label: t("certificate.type"), kind: "lead",
      cell: (each) => word("certificate.type", each.certificate_type),
    },
    { label: t("certificate.serial"), kind: "wide", cell: (each) => h("code", null, each.serial_number) },
    { label: t("certificate.seen"), cell: (each) => time(each.seen_at) },
    {
      label: t("board.actions"), kind: "actions",
      cell: (each) => wallbox.mayAct && remove(each, wallbox, again),
    },
  ]
  return [
    wallbox.mayAct && h("div", { class: "cluster" },
      button([icon("add"), t("certificate.install")], () => install(wallbox, again), wallbox),
      button(t("certificate.read"), () => read(wallbox, again), wallbox)),
    installed.length ? table(t("certificate.title"), columns, installed)
      : h("p", { class: "quiet" }, t("certificate.none")),
  ]
}

/** Each type is asked for by itself. A wallbox says "NotFound" when it has none of it. */
async function read(wallbox, again) {
  wallbox.tell("", t("operation.waiting"))
  for (const certificateType of types) {
    const answer = await api.operate(wallbox.point.id, "GetInstalledCertificateIds", { certificateType })
    if (answer.status === "error") throw objection(null, outcome(answer, wallbox.name).text)
  }
  await again()
  wallbox.tell("good", t("certificate.read-done"))
}

const pem = (name, label, hint) => field({ name, label, hint, rows: 8, class: "json" })

function checked(text, at) {
  if (!text.includes("-----BEGIN CERTIFICATE-----")) throw objection(at, t("certificate.no-pem"))
  return `${text.trim()}\n`
}

function install(wallbox, again) {
  decide({
    title: t("certificate.install-at", { name: wallbox.name }),
    content: [
      field({
        name: "type", label: t("certificate.type"),
        options: types.map((type) => [type, t(`certificate.type.${type}`)]),
      }),
      pem("certificate", t("certificate.pem"), t("certificate.pem-hint")),
    ],
    action: t("certificate.install"),
    busy: t("operation.waiting"),
    perform: async ({ type, certificate }) => {
      await demand(wallbox, "InstallCertificate",
        { certificateType: type, certificate: checked(certificate, "certificate") }, "certificate")
      await again()
    },
  })
}

function remove(certificate, wallbox, again) {
  const act = () => decide({
    title: t("certificate.delete-ask", { serial: certificate.serial_number }),
    content: h("p", null, t("certificate.delete-hint")),
    action: t("certificate.delete"),
    busy: t("operation.waiting"),
    perform: async () => {
      const certificateHashData = {
        hashAlgorithm: certificate.hash_algorithm, issuerNameHash: certificate.issuer_name_hash,
        issuerKeyHash: certificate.issuer_key_hash, serialNumber: certificate.serial_number,
      }
      await demand(wallbox, "DeleteCertificate", { certificateHashData })
      await again()
    },
  })
  return button(t("certificate.delete"), act, wallbox, { class: "button compact" })
}

/** A request for a certificate: to be signed by whoever runs the house's authority, and pasted back. */
function signing(request, wallbox, again) {
  const answered = request.answered_at && t("certificate.answered", { time: dateTime(request.answered_at) })
  const answer = () => decide({
    title: t("certificate.chain-for", { name: wallbox.name }),
    content: pem("chain", t("certificate.chain"), t("certificate.chain-hint")),
    action: t("certificate.send"),
    busy: t("operation.waiting"),
    perform: async ({ chain }) => {
      await demand(wallbox, "CertificateSigned", { certificateChain: checked(chain, "chain") }, "chain")
      await again()
    },
  })
  return h("div", { class: "stack" },
    h("h3", null, t("certificate.request", { time: dateTime(request.received_at) })),
    h("details", null, h("summary", null, t("certificate.csr")),
      copyable(request.csr, t("certificate.csr"), "long")),
    answered ? h("p", { class: "quiet" }, answered)
      : wallbox.mayAct && h("div", null, button(t("certificate.send"), answer, wallbox)))
}
