// Every call to the server stands here and nowhere else; the contract is the server's /api/openapi.json.
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
    this.errors = body.errors ?? []
  }
}

async function call(method, path, body) {
  const response = await fetch(root + path, {
    method,
    credentials: "same-origin",
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  }).catch(() => {
    throw new Problem(0, { type: "/problems/unreachable" })
  })
  const text = await response.text()
  if (response.ok) return text ? JSON.parse(text) : null
  throw new Problem(response.status, problemBody(text))
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
  signIn: (name, password) => post("/sign-in", { name, password }),
  signOut: () => post("/sign-out"),
  openLink: (link, secret) => post(`/links/${id(link)}/open`, { secret }),
  health: () => get("/health"),

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
  addTenant: (name) => post("/tenants", { name }),
  addLink: (tenant) => post(`/tenants/${id(tenant)}/links`),
  revokeLink: (tenant, link) => call("DELETE", `/tenants/${id(tenant)}/links/${id(link)}`),

  tariffs: () => all("/tariffs"),
  addTariff: (tariff) => post("/tariffs", tariff),
  toCheck: () => all("/to-check"),
  resolve: (item, resolution) => patch(`/to-check/${id(item)}`, { resolution }),
  settings: () => get("/settings"),
  changeSettings: (change) => patch("/settings", change),
  addresses: () => get("/addresses"),
  stickers: (base) => get("/stickers" + query({ base })),
  printed: (base) => post("/stickers/printed", { base }),
  makeLetters: (tenants, base) => post("/letters", { tenants, base }),

  tenant: (cursor) => get("/tenant" + query({ cursor })),
  tenantStart: (point, connector) => post("/tenant/start", { charge_point: point, connector }),
  tenantStop: (transaction) => post("/tenant/stop", { transaction_id: transaction }),
}
