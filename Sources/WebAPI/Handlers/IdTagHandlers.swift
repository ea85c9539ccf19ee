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
      guard let idTag = try connection.idTag(canonical: canonical) else { throw Problem.unknownCard }
      return .json(try idTag.json(in: connection))
    }
  }

  func createIdTag() async throws -> HTTPResponse {
    var body = try fields()
    let entered = body.cardNumber("id_tag", site.limits)
    let label = body.textOrNil("label", 0...100) ?? ""
    let printed = body.textOrNil("printed_number", 0...100) ?? ""
    let tenantID = body.textOrNil("tenant_id")
    let status = body.choiceOrNil("status", IdTagStatus.self) ?? .accepted
    let expiresAt = body.instantOrNil("expires_at")
    let bays = body.textsOrNil("bays")
    try body.finish()
    let (now, by) = (site.now(), caller.name)
    let (known, json) = try await audited("id_tag.create") { connection, note in
      let tenant = try connection.tenant(named: tenantID)
      try connection.checkIsUnknown(entered)
      let known = try connection.register(
        entered, label: label, tenantKey: tenant?.key, status: status, expiresAt: expiresAt, by: by, at: now)
      var card = known.card
      card.printedNumber = printed
      try connection.updateIdTag(card, at: now)
      if let bays { try connection.limit(card, to: bays) }
      let json = try card.json(in: connection)
      (note.subject, note.after) = (String(card.key), json)
      return (known, json)
    }
    site.noteKnown(known)
    return .json(json, status: 201)
  }

  func changeIdTag() async throws -> HTTPResponse {
    let canonical = IdTag.canonical(parameter())
    var body = try fields()
    let label = body.textOrNil("label", 0...100)
    let printed = body.textOrNil("printed_number", 0...100)
    let setsTenant = body.has("tenant_id")
    let tenantID = body.textOrNil("tenant_id")
    let status = body.choiceOrNil("status", IdTagStatus.self)
    let setsEnd = body.has("expires_at")
    let expiresAt = body.instantOrNil("expires_at")
    let bays = body.textsOrNil("bays")
    try body.finish()
    let now = site.now()
    let (card, json) = try await audited("id_tag.change") { connection, note in
      guard var idTag = try connection.idTag(canonical: canonical) else { throw Problem.unknownCard }
      (note.subject, note.before) = (String(idTag.key), try idTag.json(in: connection))
      if let label { idTag.label = label }
      if let printed { idTag.printedNumber = printed }
      if let status { idTag.change(to: status, at: now) }
      if setsEnd { idTag.expiresAt = expiresAt }
      if setsTenant { idTag.tenantKey = try connection.tenant(named: tenantID)?.key }
      try connection.updateIdTag(idTag, at: now)
      if let bays { try connection.limit(idTag, to: bays) }
      let json = try idTag.json(in: connection)
      note.after = json
      return (idTag, json)
    }
    site.cardChanged(card)
    return .json(json)
  }
}

extension IdTag {
  func json(in connection: ReadConnection) throws -> JSONValue {
    [
      "id_tag": .string(idTag), "label": .string(label),
      "tenant_id": .text(try connection.tenantID(key: tenantKey)), "status": .string(status.rawValue),
      "expires_at": .instant(expiresAt), "created_at": .instant(createdAt),
      "blocked_at": .instant(blockedAt), "printed_number": .string(printedNumber),
      "aliases": .array(try connection.aliases(idTagKey: key).map { .string($0.idTag) }),
      "bays": try connection.bayIDs(connection.idTagBays(idTagKey: key)),
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
