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
    let (site, live, presented, now) = (site, live, request.idTag, site.now())
    let check = AccessCheck(live, site)
    if let place = site.learning.place(at: live.record.id, connector: nil) {
      return learn(id, presented, for: place, check)
    }
    replyAfter(
      id,
      reading: { file in
        let tag = try check.cards.card(presented, in: file)
        return (tag, try check.right(of: tag, presentedAs: presented, on: now, in: file))
      }
    ) { tag, right in
      if right.refusal == .unknownCard { site.noteUnknownCard(presented, at: live) }
      site.note(right, of: tag, presented: presented, on: nil, at: live)
      return Authorize.Confirmation(idTagInfo: IdTagInfo(of: right))
    }
  }

  /// As above, but a card that nobody knows is registered first.
  private func learn(
    _ id: MessageID, _ presented: String, for place: LearningPlace, _ check: AccessCheck
  ) {
    let (site, live, now) = (site, live, site.now())
    replyAfter(
      id,
      keeping: { file in
        let known = try check.cards.card(presented, in: file)
        let learnt = try known == nil ? place.learn(presented, at: now, in: file) : nil
        let tag = known ?? learnt?.card
        return (tag, try check.right(of: tag, presentedAs: presented, on: now, in: file), learnt)
      }
    ) { tag, right, learnt in
      if let learnt { site.noteLearnt(place.id, learnt) }
      if right.refusal == .unknownCard { site.noteUnknownCard(presented, at: live) }
      site.note(right, of: tag, presented: presented, on: nil, at: live)
      return Authorize.Confirmation(idTagInfo: IdTagInfo(of: right))
    }
  }
}

extension IdTagInfo {
  /// What a card may; the wallbox may remember it until that ends.
  init(of right: ChargingRight) { self.init(status: right.status, expiryDate: right.endsAt) }
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

  /// The same right, unless who would charge or pay has used up a budget.
  func unlessSpent(_ right: ChargingRight) -> ChargingRight {
    guard !spent.isEmpty, right.mayCharge,
      [right.payerKey, right.guestKey].compactMap(\.self).contains(where: spent.contains)
    else { return right }
    return right.refused(.budgetUsed)
  }

  /// Whether the site lets a card charge in one place at a time, and this one charges at another wallbox.
  func chargesElsewhere(_ tag: IdTag?, in file: ReadConnection) throws -> Bool {
    guard refusesConcurrent, let tag else { return false }
    return try file.hasOpenTransaction(idTagKey: tag.key, elsewhereThan: chargePointKey)
  }
}
