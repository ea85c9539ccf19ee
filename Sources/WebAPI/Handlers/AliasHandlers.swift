import Domain
import Formats
import Net
import Site
import Storage

/// Other texts that readers send for a card.
extension Call {
  func createAlias() async throws -> HTTPResponse {
    let canonical = IdTag.canonical(parameter())
    var body = try fields()
    let entered = body.cardNumber("id_tag", site.limits)
    try body.finish()
    let (now, by) = (site.now(), caller.name)
    let (known, json) = try await site.store.write { connection in
      guard let card = try connection.idTag(canonical: canonical) else { throw Problem.unknownCard }
      try connection.checkIsUnknown(entered)
      let known = try connection.addAlias(entered, to: card, by: by, at: now)
      return (known, try card.json(in: connection))
    }
    site.noteKnown(known)
    return .json(json, status: 201)
  }

  func deleteAlias() async throws -> HTTPResponse {
    let (canonical, alias) = (IdTag.canonical(parameter()), parameter(1))
    try await site.store.write { connection in
      guard let card = try connection.idTag(canonical: canonical),
        try connection.deleteAlias(alias, idTagKey: card.key)
      else { throw Problem.notFound("other number of this card") }
    }
    site.cardsChanged()
    return HTTPResponse(status: 204)
  }
}

extension BodyFields {
  /// A card's number as a person enters it.
  mutating func cardNumber(_ name: String, _ limits: Limits) -> String {
    let entered = text(name, 1...limits.idTagCharacters)
    if !entered.isEmpty, IdTag.canonical(entered).isEmpty {
      refuse(name, "must have more than spaces and separators")
    }
    return entered
  }
}

extension ReadConnection {
  /// Throws a contradiction that names the card a number stands for already.
  func checkIsUnknown(_ entered: String) throws {
    guard let known = try idTag(canonical: IdTag.canonical(entered)) else { return }
    let isItself = IdTag.canonical(known.idTag) == IdTag.canonical(entered)
    throw Problem.conflict(
      isItself
        ? "This card is registered already." : "This number stands for the card \(known.idTag) already.",
      fix: "Change that card, or enter another number.")
  }
}

extension Problem {
  static let unknownCard = notFound("card with this number")
}
