import Domain
import Net
import OCPP
import Storage

extension ChargePointLink {
  /// OCPP 1.6, 4.2: may this card charge? Nothing is kept but, after the answer, that an unknown card was
  /// refused; a pending wallbox lets nobody charge.
  func authorize(_ id: MessageID, _ request: Authorize.Request) {
    guard live.record.state == .accepted else {
      return reply(id, Authorize.Confirmation(idTagInfo: IdTagInfo(status: .invalid)))
    }
    let (site, live, presented) = (site, live, request.idTag)
    let lookup = CardLookup(live, site)
    if let place = site.learning.place(at: live.record.id, connector: nil) {
      return learn(id, presented, for: place, lookup)
    }
    replyAfter(
      id,
      reading: { file in
        let tag = try lookup.card(presented, in: file)
        return (tag, try lookup.refusal(of: tag, in: file))
      }
    ) { tag, refusal in
      if tag == nil { site.noteUnknownCard(presented, at: live) }
      return Authorize.Confirmation(idTagInfo: IdTagInfo(of: tag, refusal, at: site.now()))
    }
  }

  /// As above, but a card that nobody knows is registered first.
  private func learn(
    _ id: MessageID, _ presented: String, for place: LearningPlace, _ lookup: CardLookup
  ) {
    let (site, live, now) = (site, live, site.now())
    replyAfter(
      id,
      keeping: { file in
        let known = try lookup.card(presented, in: file)
        let learnt = try known == nil ? place.learn(presented, at: now, in: file) : nil
        let tag = known ?? learnt?.card
        return (tag, try lookup.refusal(of: tag, in: file), learnt)
      }
    ) { tag, refusal, learnt in
      if let learnt { site.noteLearnt(place.id, learnt) }
      if tag == nil { site.noteUnknownCard(presented, at: live) }
      return Authorize.Confirmation(idTagInfo: IdTagInfo(of: tag, refusal, at: now))
    }
  }
}

extension IdTagInfo {
  /// What a card may at an instant and a place where there is perhaps a reason to refuse it.
  init(of tag: IdTag?, _ refusal: AuthorizationStatus?, at now: Instant) {
    self.init(of: tag, at: now)
    if status == .accepted, let refusal { self.init(status: refusal) }
  }

  /// What a card may at an instant; the wallbox may remember it until the card ends.
  init(of tag: IdTag?, at now: Instant) {
    let status = Domain.authorize(tag, at: now)
    self.init(status: status, expiryDate: status == .accepted ? tag?.expiresAt : nil)
  }
}

/// Whose card a text is that a wallbox sent, and whether that card is in use already.
struct CardLookup: Sendable {
  private let chargePointKey: Int64
  /// What the wallbox sends when it starts by itself.
  private let autoStart: AutoStart?
  private let refusesConcurrent: Bool
  /// Tenants and guests who have used up what they may.
  private let spent: Set<Int64>

  @NetworkLoop init(_ live: LiveChargePoint, _ site: ChargingSite) {
    chargePointKey = live.record.key
    autoStart = live.record.settings.autoStart
    refusesConcurrent = site.settings.concurrentCharges == .refuse
    spent = site.budgets.spent
  }

  /// Nil: nobody knows it.
  func card(_ presented: String, in file: ReadConnection) throws -> IdTag? {
    if let autoStart, autoStart.isMeant(by: presented) {
      // An erased card has no number and is nobody's.
      return try file.idTag(key: autoStart.idTagKey).flatMap { $0.idTag.isEmpty ? nil : $0 }
    }
    return try file.idTag(canonical: IdTag.canonical(presented))
  }

  /// Whether a text is what the wallbox sends when it starts by itself.
  func isAutoStart(_ presented: String) -> Bool { autoStart?.isMeant(by: presented) ?? false }

  /// Why a card that is accepted may not charge here and now; nil: it may.
  func refusal(of tag: IdTag?, in file: ReadConnection) throws -> AuthorizationStatus? {
    if isSpent(tag?.tenantKey) { return .blocked }
    return try chargesElsewhere(tag, in: file) ? .concurrentTx : nil
  }

  /// Whether a tenant or guest has used up a budget.
  func isSpent(_ tenantKey: Int64?) -> Bool { tenantKey.map(spent.contains) ?? false }

  /// Whether the site lets a card charge in one place at a time, and this one charges at another wallbox.
  func chargesElsewhere(_ tag: IdTag?, in file: ReadConnection) throws -> Bool {
    guard refusesConcurrent, let tag else { return false }
    return try file.hasOpenTransaction(idTagKey: tag.key, elsewhereThan: chargePointKey)
  }
}
