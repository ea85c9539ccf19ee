import Crypto
import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listChargePoints() throws -> HTTPResponse {
    let limit = try pageLimit()
    let after = try pageCursor()?.key ?? 0
    let rest = site.board.chargePoints.filter { $0.record.key > after }.sorted {
      $0.record.key < $1.record.key
    }
    let page = rest.prefix(limit)
    let next = rest.count > limit ? page.last.map { PageCursor(sortValue: 0, key: $0.record.key).text } : nil
    return .list(page.map(\.json), next: next)
  }

  func showChargePoint() throws -> HTTPResponse { .json(try liveChargePoint().json) }

  func createChargePoint() async throws -> HTTPResponse {
    var body = try fields()
    let id = body.text("id", 1...255)
    let name = body.textOrNil("name", 1...100) ?? id
    let password = Self.password(in: &body)
    let state = body.choiceOrNil("state", ChargePointState.self) ?? .accepted
    if id.contains("/") {
      body.refuse(
        "id", Wording("no-slash", "must have no slash: it is a part of the wallbox's address"))
    }
    try body.finish()
    let note = audit("charge_point.create", subject: id) { try $0.chargePoint(id: id)?.auditJSON }
    try await site.createChargePoint(id: id, name: name, password: password, state: state, also: note)
    guard let created = site.board.chargePoint(id: id) else { throw Problem.unexpected }
    return .json(
      created.json, status: 201, headers: [("Location", "/api/v1/charge-points/\(percentEncoded(id))")])
  }

  func changeChargePoint() async throws -> HTTPResponse {
    let live = try liveChargePoint()
    var body = try fields()
    var change = ChargePointChange()
    change.name = body.textOrNil("name", 1...100)
    change.state = body.choiceOrNil("state", ChargePointState.self)
    change.password = Self.password(in: &body)
    let settings = try await ChargePointSettingsFields(&body, site)
    try body.finish()
    change.settings = settings.apply
    let (key, before) = (live.record.key, live.record.auditJSON)
    let note = audit("charge_point.change", subject: live.record.id, before: before) {
      try $0.chargePoint(key: key)?.auditJSON
    }
    try await site.updateChargePoint(live.record.id, change, also: note)
    return .json(try liveChargePoint().json)
  }

  func archiveChargePoint() async throws -> HTTPResponse {
    let live = try liveChargePoint()
    let note = audit("charge_point.archive", subject: live.record.id, before: live.record.auditJSON)
    try await site.archiveChargePoint(live.record.id, also: note)
    return HTTPResponse(status: 204)
  }

  func sendOperation() async throws -> HTTPResponse {
    let live = try liveChargePoint()
    var body = try fields()
    let action = body.text("action", 1...50)
    let payload = body.has("payload") ? body.objectValue("payload") : .object(JSONObject())
    let timeout = body.integerOrNil("timeout_ms", 100...600_000)
    try body.finish()
    let outcome = try await site.send(
      action: action, payload: payload, to: live.record.id, timeoutMs: timeout.map(Int.init), by: caller.name,
      also: audit("charge_point.operation", subject: live.record.id) { _ in ["action": .string(action)] })
    return .json(outcome.json)
  }

  func startCharge() async throws -> HTTPResponse {
    let live = try liveChargePoint()
    var body = try fields()
    let connector = Int(body.integer("connector", 1...1000))
    let idTag = body.text("id_tag", 1...20)
    try body.finish()
    let outcome = try await site.startCharge(
      at: live.record.id, connector: connector, idTag: idTag, by: caller.name,
      also: audit("charge.start", subject: live.record.id) { _ in ["connector": .integer(connector)] })
    return .json(outcome.json)
  }

  func liveChargePoint() throws(Problem) -> LiveChargePoint {
    guard let live = site.board.chargePoint(id: parameter()) else { throw .notFound("wallbox with this id") }
    return live
  }

  /// `password` (text) or `password_hex`; nil when neither is there.
  private static func password(in body: inout BodyFields) -> [UInt8]? {
    if body.has("password_hex") {
      if body.has("password") {
        body.refuse("password_hex", Wording("one-password", "cannot stand beside password"))
      }
      let digits = body.text("password_hex", 2...128)
      guard let password = bytes(hex: digits) else {
        body.refuse("password_hex", Wording("hex-pairs", "must be pairs of hexadecimal digits"))
        return nil
      }
      return password
    }
    return body.has("password") ? Array(body.text("password", 1...128).utf8) : nil
  }
}

extension OperationOutcome {
  /// API: the answer of `POST /charge-points/{id}/operations`.
  var json: JSONValue {
    switch self {
    case .answered(let payload): ["status": "answered", "payload": payload]
    case .error(let code, let description):
      ["status": "error", "code": .string(code), "description": .string(description)]
    }
  }
}
