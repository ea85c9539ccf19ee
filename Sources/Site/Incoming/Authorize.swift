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
    replyAfter(
      id,
      reading: { file in
        let tag = try check.cards.card(presented, in: file)
        let right = try check.bestRight(
          of: tag, on: now, startsByItself: check.cards.isAutoStart(presented), in: file)
        guard right.mayCharge, try check.cards.chargesElsewhere(tag, in: file) else { return (tag, right) }
        return (tag, right.refused(.chargingElsewhere))
      }
    ) { tag, right in
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

  @NetworkLoop init(_ live: LiveChargePoint, _ site: ChargingSite) {
    chargePointKey = live.record.key
    autoStart = live.record.settings.autoStart
    refusesConcurrent = site.settings.concurrentCharges == .refuse
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

  /// Whether the site lets a card charge in one place at a time, and this one charges at another wallbox.
  func chargesElsewhere(_ tag: IdTag?, in file: ReadConnection) throws -> Bool {
    guard refusesConcurrent, let tag else { return false }
    return try file.hasOpenTransaction(idTagKey: tag.key, elsewhereThan: chargePointKey)
  }
}
