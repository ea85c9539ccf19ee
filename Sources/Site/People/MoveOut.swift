package import Domain
package import Storage

/// The end of a tenancy: final registers, blocked cards, and perhaps the next tenant, in one write.
package struct MoveOut: Sendable {
  /// Exclusive.
  package var to: Instant
  /// Registers that were read off, in mWh by bay; the others are what the wallbox told.
  package var entered: [Int64: Int64]
  /// Blocks the tenant's cards from then on, unless it holds another tenancy then.
  package var blocksCards: Bool
  /// Who holds the same bays and unit from then on, with the id of that tenancy; nil: they are the owner's.
  package var next: (tenantKey: Int64, id: String)?
  package var by: String

  package init(
    to: Instant, entered: [Int64: Int64], blocksCards: Bool, next: (tenantKey: Int64, id: String)?, by: String
  ) {
    self.to = to
    self.entered = entered
    self.blocksCards = blocksCards
    self.next = next
    self.by = by
  }

  /// Ends a tenancy; returns it with its end, and the next one.
  package func end(
    _ tenancy: Tenancy, zone: TimeZoneRules, at now: Instant, in file: WriteConnection
  ) throws -> (ended: Tenancy, next: Tenancy?) {
    try check(tenancy, zone: zone, at: now, in: file)
    var ended = tenancy
    (ended.to, ended.endedBy) = (to, by)
    // Another end than the one that was agreed upon may run into the next tenancy.
    try TenancyDesk.checkBays(of: ended, zone: zone, in: file)
    try file.updateTenancy(ended)
    let handOver = HandOver(entered: entered, by: by, now: now)
    for reading in try handOver.readings(.end, of: ended.bayKeys, at: to, in: file) {
      try file.insertTenancyReading(reading, tenancyKey: ended.key)
    }
    try blockCards(of: ended, announcedFor: tenancy.to, at: now, in: file)
    guard let next else { return (ended, nil) }
    let following = Tenancy(
      key: 0, id: next.id, tenantKey: next.tenantKey, unitKey: ended.unitKey, bayKeys: ended.bayKeys,
      from: to, to: nil, createdAt: now, createdBy: by)
    return (ended, try TenancyDesk.begin(following, entered: entered, zone: zone, in: file))
  }

  /// The registers that the wallboxes told, as a move-out would keep them; for a look before it.
  package static func registers(
    of tenancy: Tenancy, at instant: Instant, by: String, now: Instant, in file: ReadConnection
  ) throws -> [TenancyReading] {
    try HandOver(entered: [:], by: by, now: now).readings(.end, of: tenancy.bayKeys, at: instant, in: file)
  }

  private func check(
    _ tenancy: Tenancy, zone: TimeZoneRules, at now: Instant, in file: ReadConnection
  ) throws {
    if let known = tenancy.to, tenancy.endedBy != nil, known <= now {
      throw SiteError.conflict(
        Wording(
          "tenancy-ended", "This tenancy ended on {at} already.", ["at": SentenceTime.text(known, in: zone)]))
    }
    guard to >= tenancy.from else {
      throw SiteError.invalid(
        path: "to", reason: Wording("before-tenancy", "lies before the tenancy begins"))
    }
    guard to <= now || entered.isEmpty else {
      throw SiteError.invalid(
        path: "readings", reason: Wording("not-yet-known", "cannot be known yet: the end lies ahead"))
    }
    for bayKey in tenancy.bayKeys {
      guard let bay = try file.bay(key: bayKey), let chargePoint = bay.chargePointKey,
        let connector = bay.connector
      else { continue }
      let open = try file.openTransactions(chargePointKey: chargePoint, connector: connector)
      guard let running = open.first(where: { $0.tenantKey == tenancy.tenantKey && $0.startedAt >= to })
      else { continue }
      throw SiteError.conflict(
        Wording(
          "runs-after-end",
          "A charge of this tenant runs at {bay} since {at}, after that end. Stop it first, or end later.",
          ["bay": bay.name, "at": SentenceTime.text(running.startedAt, in: zone)]))
    }
  }

  /// An end that was announced before and is another one now (`earlier`) blocks nothing any more.
  private func blockCards(
    of ended: Tenancy, announcedFor earlier: Instant?, at now: Instant, in file: WriteConnection
  ) throws {
    let all = try file.tenancies(TenancyFilter(tenantKey: ended.tenantKey)).items
    let staysOn = all.contains { $0.key != ended.key && ($0.to.map { $0 > to } ?? true) }
    for var card in try file.idTags(tenantKey: ended.tenantKey, after: nil, limit: Int(Int32.max)).items {
      let before = card
      if let earlier, now < earlier, card.status == .blocked, card.blockedAt == earlier {
        card.change(to: .accepted, at: now)
      }
      if blocksCards, !staysOn, card.status == .accepted { card.block(from: to) }
      if card != before { try file.updateIdTag(card, at: now) }
    }
  }
}
