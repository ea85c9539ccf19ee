import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listIdTags() async throws -> HTTPResponse {
    let limit = try pageLimit()
    let cursor = try pageCursor()
    return try await site.reader.read { connection in
      let page = try connection.idTags(after: cursor, limit: limit)
      let items = try page.items.map { try $0.json(in: connection) }
      return .list(items, next: page.next?.text)
    }
  }

  func showIdTag() async throws -> HTTPResponse {
    let canonical = IdTag.canonical(parameter())
    return try await site.reader.read { connection in
      guard let idTag = try connection.idTag(canonical: canonical) else {
        throw Problem.notFound("card with this number")
      }
      return .json(try idTag.json(in: connection))
    }
  }

  func createIdTag() async throws -> HTTPResponse {
    var body = try fields()
    let entered = body.text("id_tag", 1...site.limits.idTagCharacters)
    let label = body.textOrNil("label", 0...100) ?? ""
    let tenantID = body.textOrNil("tenant_id")
    let status = body.choiceOrNil("status", IdTagStatus.self) ?? .accepted
    let expiresAt = body.instantOrNil("expires_at")
    let bays = body.textsOrNil("bays")
    if !entered.isEmpty, IdTag.canonical(entered).isEmpty {
      body.refuse(
        "id_tag", Wording("card-number", "must have more than spaces and separators"))
    }
    try body.finish()
    let now = site.now()
    let json = try await audited("id_tag.create") { connection, note in
      let tenant = try connection.tenant(named: tenantID)
      guard try connection.idTag(canonical: IdTag.canonical(entered)) == nil else {
        throw Problem.conflict(
          Wording("card-registered", "This card is registered already."),
          fix: "Change it, or enter another one.")
      }
      let added = try connection.insertIdTag(
        entered, label: label, tenantKey: tenant?.key, status: status, expiresAt: expiresAt, at: now)
      if let bays { try connection.limit(added, to: bays) }
      let json = try added.json(in: connection)
      (note.subject, note.after) = (String(added.key), json)
      return json
    }
    site.cardsChanged()
    return .json(json, status: 201)
  }

  func changeIdTag() async throws -> HTTPResponse {
    let canonical = IdTag.canonical(parameter())
    var body = try fields()
    let label = body.textOrNil("label", 0...100)
    let setsTenant = body.has("tenant_id")
    let tenantID = body.textOrNil("tenant_id")
    let status = body.choiceOrNil("status", IdTagStatus.self)
    let setsEnd = body.has("expires_at")
    let expiresAt = body.instantOrNil("expires_at")
    let bays = body.textsOrNil("bays")
    try body.finish()
    let now = site.now()
    let json = try await audited("id_tag.change") { connection, note in
      guard var idTag = try connection.idTag(canonical: canonical) else {
        throw Problem.notFound("card with this number")
      }
      note.subject = String(idTag.key)
      note.before = try idTag.json(in: connection)
      if let label { idTag.label = label }
      if let status { idTag.change(to: status, at: now) }
      if setsEnd { idTag.expiresAt = expiresAt }
      if setsTenant { idTag.tenantKey = try connection.tenant(named: tenantID)?.key }
      try connection.updateIdTag(idTag, at: now)
      if let bays { try connection.limit(idTag, to: bays) }
      let json = try idTag.json(in: connection)
      note.after = json
      return json
    }
    site.cardsChanged()
    return .json(json)
  }
}

extension IdTag {
  func json(in connection: ReadConnection) throws -> JSONValue {
    [
      "id_tag": .string(idTag), "label": .string(label),
      "tenant_id": .text(try connection.tenantID(key: tenantKey)), "status": .string(status.rawValue),
      "expires_at": .instant(expiresAt), "created_at": .instant(createdAt),
      "blocked_at": .instant(blockedAt), "bays": try connection.bayIDs(connection.idTagBays(idTagKey: key)),
    ]
  }
}

extension WriteConnection {
  /// Limits a card to bays by their public ids; none: to no bay.
  fileprivate func limit(_ card: IdTag, to ids: [String]) throws {
    try setIdTagBays(idTagKey: card.key, bayKeys: bays(named: ids).map(\.key))
  }
}

extension ReadConnection {
  func tenantID(key: Int64?) throws -> String? { try key.flatMap { try tenant(key: $0)?.id } }

  /// The tenant that a body names; an id that nobody has is the body's fault.
  func tenant(named id: String?) throws -> Tenant? {
    guard let id else { return nil }
    guard let tenant = try tenant(id: id) else {
      throw Problem.invalid("tenant_id", Wording("no-tenant", "is no tenant's id"))
    }
    return tenant
  }
}
