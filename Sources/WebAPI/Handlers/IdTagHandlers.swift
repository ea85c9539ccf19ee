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
      let items = try page.items.map { try $0.json(tenantID: connection.tenantID(key: $0.tenantKey)) }
      return .list(items, next: page.next?.text)
    }
  }

  func showIdTag() async throws -> HTTPResponse {
    let canonical = IdTag.canonical(parameter())
    return try await site.reader.read { connection in
      guard let idTag = try connection.idTag(canonical: canonical) else {
        throw Problem.notFound("card with this number")
      }
      return .json(idTag.json(tenantID: try connection.tenantID(key: idTag.tenantKey)))
    }
  }

  func createIdTag() async throws -> HTTPResponse {
    var body = try fields()
    let entered = body.text("id_tag", 1...site.limits.idTagCharacters)
    let label = body.textOrNil("label", 0...100) ?? ""
    let tenantID = body.textOrNil("tenant_id")
    let status = body.choiceOrNil("status", IdTagStatus.self) ?? .accepted
    let expiresAt = body.instantOrNil("expires_at")
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
      let json = added.json(tenantID: tenant?.id)
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
    try body.finish()
    let now = site.now()
    let json = try await audited("id_tag.change") { connection, note in
      guard var idTag = try connection.idTag(canonical: canonical) else {
        throw Problem.notFound("card with this number")
      }
      note.subject = String(idTag.key)
      note.before = idTag.json(tenantID: try connection.tenantID(key: idTag.tenantKey))
      if let label { idTag.label = label }
      if let status { idTag.status = status }
      if setsEnd { idTag.expiresAt = expiresAt }
      if setsTenant { idTag.tenantKey = try connection.tenant(named: tenantID)?.key }
      try connection.updateIdTag(idTag, at: now)
      let json = idTag.json(tenantID: try connection.tenantID(key: idTag.tenantKey))
      note.after = json
      return json
    }
    site.cardsChanged()
    return .json(json)
  }
}

extension IdTag {
  func json(tenantID: String?) -> JSONValue {
    [
      "id_tag": .string(idTag), "label": .string(label), "tenant_id": .text(tenantID),
      "status": .string(status.rawValue), "expires_at": .instant(expiresAt),
      "created_at": .instant(createdAt),
    ]
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
