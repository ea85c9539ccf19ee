package import Domain
import Net
package import Storage

/// The cards that readers showed and nobody knows: the lines "to check" of that kind, one per card and
/// wallbox.
extension ReadConnection {
  /// All that wait, what came last first.
  package func unknownCards() throws(StoreError) -> [ToCheckItem] {
    try openToCheckItems(kind: ToCheckItem.Kind.unknownCard, limit: Limits().unknownCardLines)
  }

  /// One that waits.
  package func unknownCard(key: Int64) throws(StoreError) -> ToCheckItem? {
    guard let item = try toCheckItem(key: key), item.kind == ToCheckItem.Kind.unknownCard,
      item.resolvedAt == nil
    else { return nil }
    return item
  }
}

extension ToCheckItem {
  /// The number of the card it is about, as it was presented.
  package var presentedIdTag: String { details["id_tag"] ?? "" }
}

/// A registered card that an unknown one may be.
package struct CardSuggestion: Sendable, Equatable {
  package let card: IdTag
  package let why: CardLikeness

  /// The cards among these that a text resembles; phones show no number to a reader.
  package static func of(_ presented: String, among cards: [IdTag]) -> [CardSuggestion] {
    let canonical = IdTag.canonical(presented)
    return cards.compactMap { card in
      guard !card.isPhone, let why = CardLikeness(of: canonical, to: IdTag.canonical(card.idTag)) else {
        return nil
      }
      return CardSuggestion(card: card, why: why)
    }
  }
}

/// A number that stands for a registered card from now on.
package struct KnownCard: Sendable {
  package let card: IdTag
  /// The lines "to check" that asked whose it is.
  package let answered: [Int64]
}

extension WriteConnection {
  /// Registers a card; what asked whose it is, is answered. One that begins as blocked never was accepted.
  ///
  /// - Throws: `StoreError.constraint` when it is registered already.
  package func register(
    _ idTag: String, label: String, tenantKey: Int64?, status: IdTagStatus = .accepted,
    expiresAt: Instant? = nil, by: String, at now: Instant
  ) throws -> KnownCard {
    let card = try insertIdTag(
      idTag, label: label, tenantKey: tenantKey, status: status, expiresAt: expiresAt, at: now)
    return KnownCard(card: card, answered: try answerUnknown(IdTag.canonical(idTag), by: by, at: now))
  }

  /// From now on a text stands for a card, too.
  package func addAlias(_ idTag: String, to card: IdTag, by: String, at now: Instant) throws -> KnownCard {
    try insertAlias(idTag, idTagKey: card.key, at: now)
    return KnownCard(card: card, answered: try answerUnknown(IdTag.canonical(idTag), by: by, at: now))
  }

  private func answerUnknown(_ canonical: String, by: String, at now: Instant) throws -> [Int64] {
    let lines = try unknownCards().filter { IdTag.canonical($0.presentedIdTag) == canonical }.map(\.key)
    for key in lines { try resolveToCheck(key: key, at: now, resolution: "known", by: by) }
    return lines
  }
}

extension ChargingSite {
  /// A number stands for a card now, on disk.
  package func noteKnown(_ known: KnownCard) {
    cardsChanged()
    for key in known.answered { events.note(.toCheck(key)) }
  }
}
