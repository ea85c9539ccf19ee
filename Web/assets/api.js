// Every call to the server stands here and nowhere else; the contract is the server's /api/openapi.json.
import { signature } from "./signing.js"

const root = "/api/v1"

/** What the server refused and why (RFC 9457); `name` is the last part of its type. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? String(status))
    this.status = status
    this.name = (body.type ?? "").split("/").pop() || "unexpected"
    this.detail = body.detail ?? body.title ?? ""
    this.fix = body.fix ?? ""
    this.key = body.key
    this.values = body.values
    this.numbers = { tries_left: body.tries_left, retry_after: body.retry_after }
    this.errors = body.errors ?? []
  }
}

async function call(method, path, body, isAgain = false) {
  const sent = body && JSON.stringify(body)
  const headers = body ? { "Content-Type": "application/json" } : {}
  if (method !== "GET") Object.assign(headers, signature(method, root + path, sent))
  const response = await fetch(root + path, {
    method, headers, credentials: "same-origin", body: sent,
  }).catch(() => {
    throw new Problem(0, { type: "/problems/unreachable" })
  })
  const text = await response.text()
  if (response.ok) return text ? JSON.parse(text) : null
  const problem = new Problem(response.status, problemBody(text))
  // Another page of this browser was faster with a higher counter.
  if (problem.name === "used-signature" && !isAgain) return call(method, path, body, true)
  throw problem
}

function problemBody(text) {
  try {
    return JSON.parse(text)
  } catch {
    return { detail: text }
  }
}

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== "" && value !== undefined)
  return given.length ? "?" + new URLSearchParams(given) : ""
}

const get = (path) => call("GET", path)
const post = (path, body = {}) => call("POST", path, body)
const patch = (path, body) => call("PATCH", path, body)
const id = encodeURIComponent
const of = (point, part) => `/charge-points/${id(point)}/${part}`

/** All items of a list, page after page. */
async function all(path, parameters = {}) {
  const items = []
  let cursor
  do {
    const page = await get(path + query({ ...parameters, cursor }))
    items.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  return items
}

export const api = {
  events: `${root}/events`,
  site: () => get("/site"),
  me: () => get("/me"),
  countries: () => all("/countries"),
  claim: (claim) => post("/claim", claim),
  signIn: (name, password, code) => post("/sign-in", { name, password, code }),
  recover: (recovery) => post("/recover", recovery),
  useAccountLink: (link, secret, password) => post(`/account-links/${id(link)}/use`, { secret, password }),
  signOut: () => post("/sign-out"),
  challengeLink: (link) => get(`/links/${id(link)}/challenge`),
  openLink: (link, nonce, proof) => post(`/links/${id(link)}/open`, { nonce, proof }),
  challengeSignIn: (code, a) => post("/tenant-sign-in/challenge", { code, a }),
  signInTenant: (id, m1) => post("/tenant-sign-in", { id, m1 }),
  health: () => get("/health"),

  accounts: () => all("/accounts"),
  addAccount: (account) => post("/accounts", account),
  changeAccount: (account, change) => patch(`/accounts/${id(account)}`, change),
  inviteAccount: (account) => post(`/accounts/${id(account)}/link`),
  removeSecondFactorOf: (account) => call("DELETE", `/accounts/${id(account)}/second-factor`),
  signInsOf: (account) => all(`/accounts/${id(account)}/sign-ins`),
  endSignIn: (signIn) => call("DELETE", `/sign-ins/${id(signIn)}`),
  ownAccount: () => get("/me/account"),
  ownSignIns: () => all("/me/sign-ins"),
  endOtherSignIns: () => call("DELETE", "/me/sign-ins"),
  changePassword: (old, password) => call("PUT", "/me/password", { old_password: old, password }),
  renewRecoveryCodes: (password) => post("/me/recovery-codes", { password }),
  offerSecondFactor: () => post("/me/totp"),
  confirmSecondFactor: (secret, code, password) => post("/me/totp/confirm", { secret, code, password }),
  removeSecondFactor: (password) => call("DELETE", "/me/totp", { password }),
  audit: (filter) => get("/audit" + query(filter)),
  auditFile: (filter) => `${root}/audit.csv` + query(filter),
  checkAudit: () => get("/audit/check"),

  board: () => get("/board"),
  chargePoints: () => all("/charge-points"),
  chargePoint: (point) => get(`/charge-points/${id(point)}`),
  changeChargePoint: (point, change) => patch(`/charge-points/${id(point)}`, change),
  archiveChargePoint: (point) => call("DELETE", `/charge-points/${id(point)}`),
  operate: (point, action, payload) => post(of(point, "operations"), { action, payload }),
  asked: (point, cursor) => get(of(point, "operations") + query({ cursor })),
  notices: (point, cursor) => get(of(point, "notices") + query({ cursor })),
  configuration: (point) => get(of(point, "configuration")),
  readConfiguration: (point) => post(of(point, "configuration/read")),
  localList: (point) => get(of(point, "local-list")),
  keepLocalList: (point, enabled) => patch(of(point, "local-list"), { enabled }),
  sendLocalList: (point) => post(of(point, "local-list/send")),
  messages: (point, filter) => get(of(point, "messages") + query(filter)),
  messagesFile: (point, search) => root + of(point, "messages.ndjson") + query({ search }),
  certificates: (point) => get(of(point, "certificates")),
  unassigned: (point) => get(of(point, "unassigned")),
  reservations: () => all("/reservations"),
  chargingProfiles: () => all("/charging-profiles"),

  load: () => get("/load"),
  addLoadGroup: (group) => post("/load-groups", group),
  changeLoadGroup: (group, change) => patch(`/load-groups/${id(group)}`, change),
  deleteLoadGroup: (group) => call("DELETE", `/load-groups/${id(group)}`),
  changeLoadConnector: (point, connector, change) =>
    patch(`/load-connectors/${id(point)}/${connector}`, change),

  start: (point, connector, idTag) => post(`/charge-points/${id(point)}/start`, { connector, id_tag: idTag }),
  stop: (transaction) => post(`/transactions/${transaction}/stop`),

  transactions: (filter) => get("/transactions" + query(filter)),
  transaction: (transaction) => get(`/transactions/${id(transaction)}`),
  readings: (transaction) => all(`/transactions/${id(transaction)}/readings`),

  idTags: () => all("/id-tags"),
  addIdTag: (idTag) => post("/id-tags", idTag),
  changeIdTag: (idTag, change) => patch(`/id-tags/${id(idTag)}`, change),
  addAlias: (idTag, alias) => post(`/id-tags/${id(idTag)}/aliases`, { id_tag: alias }),
  removeAlias: (idTag, alias) => call("DELETE", `/id-tags/${id(idTag)}/aliases/${id(alias)}`),
  unknownCards: () => all("/unknown-cards"),
  assignUnknownCard: (card, assignment) => post(`/unknown-cards/${id(card)}/assign`, assignment),
  dismissUnknownCard: (card) => call("DELETE", `/unknown-cards/${id(card)}`),
  learnCard: (where) => post("/card-learning", where),
  cardLearning: (learning) => get(`/card-learning/${id(learning)}`),
  endCardLearning: (learning) => call("DELETE", `/card-learning/${id(learning)}`),
  guests: () => all("/guests"),
  addGuest: (guest) => post("/guests", guest),
  budgets: (tenant) => all(`/tenants/${id(tenant)}/budgets`),
  setBudgets: (tenant, items) => call("PUT", `/tenants/${id(tenant)}/budgets`, { items }),
  tenants: () => all("/tenants"),
  tenantOf: (tenant) => get(`/tenants/${id(tenant)}`),
  addTenant: (tenant) => post("/tenants", tenant),
  changeTenant: (tenant, change) => patch(`/tenants/${id(tenant)}`, change),
  linksOf: (tenant) => all(`/tenants/${id(tenant)}/links`),
  addLink: (tenant) => post(`/tenants/${id(tenant)}/links`),
  phonesOf: (tenant) => all(`/tenants/${id(tenant)}/sign-ins`),
  endPhone: (tenant, signIn) => call("DELETE", `/tenants/${id(tenant)}/sign-ins/${id(signIn)}`),
  pinOf: (tenant) => get(`/tenants/${id(tenant)}/pin`),
  resetPin: (tenant) => post(`/tenants/${id(tenant)}/pin/reset`),
  revokeLink: (tenant, link) => call("DELETE", `/tenants/${id(tenant)}/links/${id(link)}`),

  units: () => all("/units"),
  addUnit: (name) => post("/units", { name }),
  changeUnit: (unit, change) => patch(`/units/${id(unit)}`, change),
  deleteUnit: (unit) => call("DELETE", `/units/${id(unit)}`),
  groups: () => all("/groups"),
  addGroup: (name) => post("/groups", { name }),
  changeGroup: (group, change) => patch(`/groups/${id(group)}`, change),
  deleteGroup: (group) => call("DELETE", `/groups/${id(group)}`),
  bays: () => all("/bays"),
  addBay: (bay) => post("/bays", bay),
  changeBay: (bay, change) => patch(`/bays/${id(bay)}`, change),
  deleteBay: (bay) => call("DELETE", `/bays/${id(bay)}`),
  tenancies: (filter) => all("/tenancies", filter),
  addTenancy: (tenancy) => post("/tenancies", tenancy),
  finalOf: (tenancy, to) => get(`/tenancies/${id(tenancy)}/final` + query({ to })),
  endTenancy: (tenancy, end) => post(`/tenancies/${id(tenancy)}/end`, end),

  addImport: (list) => post("/imports", list),
  changeImport: (job, change) => patch(`/imports/${id(job)}`, change),
  jobs: () => all("/jobs"),
  job: (job) => get(`/jobs/${id(job)}`),
  runJob: (job) => post(`/jobs/${id(job)}/run`),
  cancelJob: (job) => post(`/jobs/${id(job)}/cancel`),
  undoJob: (job) => post(`/jobs/${id(job)}/undo`),

  tariffs: () => all("/tariffs"),
  addTariff: (tariff) => post("/tariffs", tariff),
  toCheck: () => all("/to-check"),
  dispute: (dispute) => get(`/disputes/${id(dispute)}`),
  answerDispute: (dispute, answer) => post(`/disputes/${id(dispute)}/answer`, { answer }),
  resolve: (item, resolution) => patch(`/to-check/${id(item)}`, { resolution }),
  settings: () => get("/settings"),
  changeSettings: (change) => patch("/settings", change),
  addresses: () => get("/addresses"),
  stickers: (base) => get("/stickers" + query({ base })),
  printed: (base) => post("/stickers/printed", { base }),
  makeLetters: (tenants, base) => post("/letters", { tenants, base }),

  ownPin: () => get("/tenant/pin"),
  choosePin: (pin) => call("PUT", "/tenant/pin", pin),
  erasures: () => all("/erasures"),
  announceErasure: (tenant) => post("/erasures", { tenant_id: tenant }),
  cancelErasure: (erasure, reason) => post(`/erasures/${id(erasure)}/cancel`, { reason }),
  personFile: (tenant) => `${root}/tenants/${id(tenant)}/data`,
}
