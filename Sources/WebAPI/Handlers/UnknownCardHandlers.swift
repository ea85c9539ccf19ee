import Domain
import Formats
import Net
import Site
import Storage

/// Cards that readers showed and nobody knows.
extension Call {
  func listUnknownCards() async throws -> HTTPResponse {
    let keys = Dictionary(
      uniqueKeysWithValues: site.board.chargePoints.map { ($0.record.id, $0.record.key) })
    let items = try await site.reader.read { connection in
      let cards = try connection.idTags(after: nil, limit: Int(Int32.max)).items
      return try connection.unknownCards().map { item in
        let bay = try item.connector.flatMap { connector in
          try keys[item.chargePointID ?? ""].flatMap {
            try connection.bay(chargePointKey: $0, connector: connector)
          }
        }
        let likely = CardSuggestion.of(item.presentedIdTag, among: cards)
        return item.unknownCardJSON(
          bay, try likely.map { $0.json(tenantID: try connection.tenantID(key: $0.card.tenantKey)) })
      }
    }
    return .list(items)
  }

  /// Registers it, or makes it another number of a card that is registered.
  func assignUnknownCard() async throws -> HTTPResponse {
    let key = try number(0, Self.waitingCard)
    var body = try fields()
    let label = body.textOrNil("label", 0...100) ?? ""
    let tenantID = body.textOrNil("tenant_id")
    let aliasOf = body.textOrNil("alias_of", 1...site.limits.idTagCharacters)
    if aliasOf != nil, tenantID != nil {
      body.refuse("tenant_id", Wording("alias-tenant", "is that of the card; leave it out with alias_of"))
    }
    try body.finish()
    let (now, by) = (site.now(), caller.name)
    let (known, json) = try await audited("id_tag.assign") { connection, note in
      guard let item = try connection.unknownCard(key: key) else { throw Problem.notFound(Self.waitingCard) }
      let presented = item.presentedIdTag
      try connection.checkIsUnknown(presented)
      guard let aliasOf else {
        let tenant = try connection.tenant(named: tenantID)
        let known = try connection.register(
          presented, label: label, tenantKey: tenant?.key, by: by, at: now)
        let json = try known.card.json(in: connection)
        (note.subject, note.after) = (String(known.card.key), json)
        return (known, json)
      }
      guard let card = try connection.idTag(canonical: IdTag.canonical(aliasOf)) else {
        throw Problem.invalid("alias_of", Wording("no-card", "is no registered card's number"))
      }
      let known = try connection.addAlias(presented, to: card, by: by, at: now)
      (note.subject, note.after) = (String(card.key), ["id_tag": .string(presented)])
      return (known, try card.json(in: connection))
    }
    site.noteKnown(known)
    return .json(json, status: 201)
  }

  func dismissUnknownCard() async throws -> HTTPResponse {
    let key = try number(0, Self.waitingCard)
    guard try await site.reader.read({ try $0.unknownCard(key: key) }) != nil else {
      throw Problem.notFound(Self.waitingCard)
    }
    let line = audit("to_check.resolve", subject: String(key)) { _ in
      ["resolution": .string(Resolution.dismiss.rawValue)]
    }
    try await site.resolve(toCheck: key, as: .dismiss, note: nil, by: caller.name, also: line)
    return HTTPResponse(status: 204)
  }

  private nonisolated static let waitingCard = "unknown card with this id that still waits"
}

extension ToCheckItem {
  fileprivate func unknownCardJSON(_ bay: Bay?, _ suggestions: [JSONValue]) -> JSONValue {
    [
      "id": .string(String(key)), "id_tag": .string(presentedIdTag), "charge_point": .text(chargePointID),
      "connector": .integer(connector), "bay": .text(bay?.id), "bay_name": .text(bay?.name),
      "first_at": .instant(firstAt), "last_at": .instant(lastAt),
      "count": .integer(count), "suggestions": .array(suggestions),
    ]
  }
}

extension CardSuggestion {
  fileprivate func json(tenantID: String?) -> JSONValue {
    [
      "id_tag": .string(card.idTag), "label": .string(card.label), "tenant_id": .text(tenantID),
      "why": .string(why.rawValue),
    ]
  }
}
