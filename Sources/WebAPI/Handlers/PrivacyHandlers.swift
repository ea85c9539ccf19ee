import Domain
import Formats
import Net
import Site
import Storage

/// What is known of a person, and its end.
extension Call {
  /// `GET /erasures`.
  func listErasures() async throws -> HTTPResponse {
    let (limit, cursor, now) = (try pageLimit(), try pageCursor(), site.now())
    return try await site.reader.read { file in
      let page = try file.erasures(after: cursor, limit: limit)
      return .list(try page.items.map { try $0.json(at: now, in: file) }, next: page.next?.text)
    }
  }

  /// `POST /erasures`.
  func announceErasure() async throws -> HTTPResponse {
    var body = try fields()
    let id = body.text("tenant_id", 1...100)
    try body.finish()
    guard let tenant = try await site.reader.read({ try $0.tenant(id: id) }) else {
      throw Problem.notFound("tenant with this id")
    }
    let made = try await site.announceErasure(of: tenant, also: audit("erasure.announce", subject: tenant.id))
    return .json(try await json(of: made), status: 201)
  }

  /// `POST /erasures/{id}/cancel`.
  func cancelErasure() async throws -> HTTPResponse {
    var body = try fields()
    let reason = body.text("reason", 1...500)
    try body.finish()
    let id = parameter()
    let kept = try await site.cancelErasure(
      id: id, by: caller.name, reason: reason, also: audit("erasure.cancel", subject: id))
    return .json(try await json(of: kept))
  }

  /// `GET /tenants/{id}/data`.
  func downloadPersonFile() async throws -> HTTPResponse {
    let tenant = try await tenantOfPath()
    try await audited("tenant.read_data", subject: tenant.id) { _, _ in }
    return try await personFile(of: tenant)
  }

  /// `GET /tenant/data`.
  func downloadOwnFile() async throws -> HTTPResponse { try await personFile(of: try signedInTenant()) }

  /// `POST /tenant/erasure`: asked twice, it is the same one.
  func askForErasure() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    var body = try fields()
    try body.finish()
    let (erasure, isNew) = try await announceErasure(askedBy: tenant)
    return .json(try await json(of: erasure), status: isNew ? 201 : 200)
  }

  func announceErasure(askedBy tenant: Tenant) async throws -> (erasure: Erasure, isNew: Bool) {
    if let open = try await site.reader.read({ try $0.openErasure(.tenant, of: tenant.id) }) {
      return (open, false)
    }
    let note = audit("erasure.announce", subject: tenant.id)
    return (try await site.announceErasure(of: tenant, also: note), true)
  }

  private func json(of erasure: Erasure) async throws -> JSONValue {
    let now = site.now()
    return try await site.reader.read { try erasure.json(at: now, in: $0) }
  }

  private func personFile(of tenant: Tenant) async throws -> HTTPResponse {
    let now = site.now()
    let file = try await site.reader.read { try $0.personFile(tenantKey: tenant.key).json(at: now) }
    return .json(
      file, status: 200, headers: [("Content-Disposition", "attachment; filename=\"wattkeeper-data.json\"")])
  }
}

extension Erasure {
  /// API: an item of `GET /erasures`.
  func json(at now: Instant, in file: ReadConnection) throws -> JSONValue {
    let tenant = kind == .tenant ? try file.tenant(id: subject) : nil
    let isOpen = doneAt == nil && cancelledAt == nil
    let obstacle = isOpen ? try tenant.flatMap { try file.holdsBack(tenantKey: $0.key, at: now) } : nil
    return [
      "id": .string(id), "kind": .string(kind.rawValue), "tenant_id": .text(tenant?.id),
      "tenant_name": .text(tenant.flatMap { $0.name.isEmpty ? nil : $0.name }),
      "year": .text(kind == .charges ? subject : nil), "reason": .string(reason.rawValue),
      "announced_at": .instant(announcedAt), "due_at": .instant(dueAt), "done_at": .instant(doneAt),
      "cancelled_at": .instant(cancelledAt), "cancelled_by": .text(cancelledBy),
      "cancel_reason": .text(cancelReason), "waits_for": .text(obstacle?.rawValue),
    ]
  }
}
