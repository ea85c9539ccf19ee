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
    let (known, json) = try await audited("id_tag.add_alias") { connection, note in
      guard let card = try connection.idTag(canonical: canonical) else { throw Problem.unknownCard }
      try connection.checkIsUnknown(entered)
      let known = try connection.addAlias(entered, to: card, by: by, at: now)
      (note.subject, note.after) = (String(card.key), ["id_tag": .string(entered)])
      return (known, try card.json(in: connection))
    }
    site.noteKnown(known)
    return .json(json, status: 201)
  }

  func deleteAlias() async throws -> HTTPResponse {
    let (canonical, alias) = (IdTag.canonical(parameter()), parameter(1))
    try await audited("id_tag.remove_alias") { connection, note in
      guard let card = try connection.idTag(canonical: canonical),
        try connection.deleteAlias(alias, idTagKey: card.key)
      else { throw Problem.notFound("other number of this card") }
      (note.subject, note.before) = (String(card.key), ["id_tag": .string(alias)])
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
      refuse(name, Wording("card-number", "must have more than spaces and separators"))
    }
    return entered
  }
}

extension ReadConnection {
  /// Throws a contradiction that names the card a number stands for already.
  func checkIsUnknown(_ entered: String) throws {
    guard let known = try idTag(canonical: IdTag.canonical(entered)) else { return }
    let isItself = IdTag.canonical(known.idTag) == IdTag.canonical(entered)
    guard !isItself else {
      throw Problem.conflict(
        Wording("card-registered", "This card is registered already."),
        fix: "Change it, or enter another one.")
    }
    throw Problem.conflict(
      Wording("card-alias", "This number stands for the card {card} already.", ["card": known.idTag]),
      fix: "Take it off that card, or enter another one.")
  }
}

extension Problem {
  static let unknownCard = notFound("card with this number")
}
