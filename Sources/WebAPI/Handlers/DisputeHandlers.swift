import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// A tenant doubts a charge, the staff answers. The charge stays as it is, and marked.
extension Call {
  static let disputeCharacters = 1000

  /// `POST /tenant/disputes`.
  func openDispute() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    var body = try fields()
    let transactionID = body.integer("transaction_id", 1...Int64(Int32.max))
    let reason = body.choiceOrNil("reason", DisputeReason.self)
    if !body.has("reason") { body.refuse("reason", "is missing") }
    let text = body.textOrNil("text", 0...Self.disputeCharacters) ?? ""
    try body.finish()
    guard let reason else { throw Problem.unexpected }
    return .json(try await dispute(transactionID, reason, text, by: tenant).json(), status: 201)
  }

  /// `GET /tenant/disputes`.
  func listOwnDisputes() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    let (limit, cursor) = (try pageLimit(), try pageCursor())
    let page = try await site.reader.read {
      try $0.disputes(tenantKey: tenant.key, after: cursor, limit: limit)
    }
    return .list(page.items.map { $0.json() }, next: page.next?.text)
  }

  /// `GET /disputes`, for the staff; `open=true` those that wait for an answer.
  func listDisputes() async throws -> HTTPResponse {
    let (limit, cursor) = (try pageLimit(), try pageCursor())
    let open = try boolQuery("open")
    return try await site.reader.read { connection in
      let page = try connection.disputes(open: open, after: cursor, limit: limit)
      let items = try page.items.map { $0.json(of: try connection.tenant(key: $0.tenantKey)) }
      return .list(items, next: page.next?.text)
    }
  }

  /// `GET /disputes/{id}`.
  func showDispute() async throws -> HTTPResponse {
    let id = parameter()
    return try await site.reader.read { connection in
      guard let dispute = try connection.dispute(id: id) else {
        throw Problem.notFound("dispute with this id")
      }
      return .json(dispute.json(of: try connection.tenant(key: dispute.tenantKey)))
    }
  }

  /// `POST /disputes/{id}/answer`.
  func answerDispute() async throws -> HTTPResponse {
    let id = parameter()
    var body = try fields()
    let answer = body.text("answer", 1...Self.disputeCharacters)
    try body.finish()
    let (now, by) = (site.now(), caller.name)
    let (dispute, tenant, lines) = try await audited("dispute.answer", subject: id) { connection, note in
      guard let before = try connection.dispute(id: id) else {
        throw Problem.notFound("dispute with this id")
      }
      guard try connection.answerDispute(id: id, answer: answer, at: now, by: by),
        let after = try connection.dispute(id: id)
      else { throw Problem.conflict("This dispute is answered already.") }
      let lines = try connection.resolveToCheck(
        transactionID: before.transactionID, kind: ToCheckItem.Kind.dispute, at: now,
        resolution: "answered", by: by)
      note.after = ["answer": .string(answer)]
      return (after, try connection.tenant(key: after.tenantKey), lines)
    }
    for key in lines { site.events.note(.toCheck(key)) }
    site.events.note(.transaction(dispute.transactionID))
    return .json(dispute.json(of: tenant))
  }

  /// Keeps a doubt about an own charge and puts a line on the list "to check".
  func dispute(
    _ transactionID: Int64, _ reason: DisputeReason, _ text: String, by tenant: Tenant
  ) async throws -> Dispute {
    let now = site.now()
    let id = randomToken(bits: 60)
    let (kept, line) = try await audited("dispute.open", subject: id) { connection, note in
      guard let row = try connection.transactionRow(id: transactionID),
        row.transaction.isOf(tenant)
      else { throw Problem.notFound("charge of yours with this id") }
      guard try !connection.disputes(transactionID: transactionID).contains(where: { $0.answeredAt == nil })
      else {
        throw Problem.conflict(
          Wording("dispute-is-open", "This charge is disputed already, and waits for an answer."),
          fix: "Wait for the answer.")
      }
      try connection.insertDispute(
        id: id, transactionID: transactionID, tenantKey: tenant.key, reason: reason, text: text, at: now)
      let line = try connection.noteToCheck(
        kind: ToCheckItem.Kind.dispute, coalescingKey: "dispute \(id)", chargePointID: row.chargePointID,
        connector: row.transaction.connector, transactionID: transactionID,
        details: ["dispute": id, "type": reason.rawValue], at: now)
      guard let kept = try connection.dispute(id: id) else { throw Problem.unexpected }
      note.after = ["transaction_id": .integer(transactionID), "reason": .string(reason.rawValue)]
      return (kept, line.key)
    }
    site.events.note(.toCheck(line))
    site.events.note(.transaction(transactionID))
    return kept
  }
}

extension Dispute {
  /// API: an item of `GET /tenant/disputes`, and for the staff (`tenant` given) of `GET /disputes`.
  func json(of tenant: Tenant? = nil) -> JSONValue {
    let json: JSONValue = [
      "id": .string(id), "transaction_id": .integer(transactionID), "reason": .string(reason.rawValue),
      "text": .string(text), "state": .string(answeredAt == nil ? "open" : "answered"),
      "opened_at": .instant(openedAt), "answer": .text(answer), "answered_at": .instant(answeredAt),
    ]
    guard let tenant else { return json }
    return json.adding([
      "tenant_id": .string(tenant.id), "tenant_name": .string(tenant.name), "answered_by": .text(answeredBy),
    ])
  }
}
