package import Domain
import Net
import Storage

/// Asks the file who may charge at a wallbox and who pays (`ChargingRight`): for the messages of a wallbox,
/// starts from afar and lists of cards.
struct AccessCheck: Sendable {
  let cards: CardLookup
  /// The wallbox's own, by connector.
  let bays: [Int: Bay]

  @NetworkLoop init(_ live: LiveChargePoint, _ site: ChargingSite) {
    cards = CardLookup(live, site)
    bays = live.bays
  }

  /// What a card may at one bay. `startsByItself`: the wallbox started without a card.
  func right(
    of card: IdTag?, at bay: Bay?, on instant: Instant, startsByItself: Bool = false,
    in file: ReadConnection
  ) throws -> ChargingRight {
    let claim = try card.map { card throws(StoreError) in try file.claim(of: card, at: instant) }
    return try right(of: claim, at: bay, on: instant, startsByItself: startsByItself, in: file)
  }

  /// What a card may at the best bay of the wallbox for it.
  func bestRight(
    of card: IdTag?, on instant: Instant, startsByItself: Bool = false, in file: ReadConnection
  ) throws -> ChargingRight {
    let claim = try card.map { card throws(StoreError) in try file.claim(of: card, at: instant) }
    var refused: ChargingRight?
    for bay in bays.values {
      let right = try right(of: claim, at: bay, on: instant, startsByItself: startsByItself, in: file)
      if right.mayCharge { return right }
      refused = right
    }
    return try refused
      ?? right(of: claim, at: nil, on: instant, startsByItself: startsByItself, in: file)
  }

  private func right(
    of claim: CardClaim?, at bay: Bay?, on instant: Instant, startsByItself: Bool, in file: ReadConnection
  ) throws -> ChargingRight {
    guard let bay else { return ChargingRight(of: claim, at: nil, on: instant) }
    // Who holds a bay that is for all tenants does not matter.
    let isForAll = bay.access == .tenants && bay.groupKeys.isEmpty
    let holder = isForAll ? nil : try file.holder(ofBay: bay.key, at: instant)
    return ChargingRight(
      of: claim, at: BayClaim(bay: bay, holderKey: holder), on: instant, startsByItself: startsByItself)
  }
}

extension ChargingSite {
  /// What a card may now at a connector of a wallbox, before anything is asked of the wallbox.
  ///
  /// - Throws: `unknownChargePoint`, `disk`.
  package func right(
    of idTag: String, at chargePointID: String, connector: Int
  ) async throws(SiteError) -> ChargingRight {
    guard let live = board.chargePoint(id: chargePointID) else { throw .unknownChargePoint }
    let (check, at) = (AccessCheck(live, self), now())
    return try await onDisk(reading: { file in
      let card = try file.idTag(canonical: IdTag.canonical(idTag))
      let right = try check.right(of: card, at: check.bays[connector], on: at, in: file)
      guard right.mayCharge, try check.cards.chargesElsewhere(card, in: file) else { return right }
      return right.refused(.chargingElsewhere)
    })
  }
}
