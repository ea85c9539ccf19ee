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
    replyAfter(
      id,
      reading: { file in
        let tag = try lookup.card(presented, in: file)
        return (tag, try lookup.chargesElsewhere(tag, in: file))
      }
    ) { tag, chargesElsewhere in
      if tag == nil { site.noteUnknownCard(presented, at: live) }
      var info = IdTagInfo(of: tag, at: site.now())
      if info.status == .accepted, chargesElsewhere { info = IdTagInfo(status: .concurrentTx) }
      return Authorize.Confirmation(idTagInfo: info)
    }
  }
}

extension IdTagInfo {
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
