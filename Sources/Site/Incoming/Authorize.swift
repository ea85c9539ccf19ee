import Domain
import Net
import OCPP
import Storage

extension ChargePointLink {
  /// OCPP 1.6, 4.2: may this card charge? Nothing is kept; a pending wallbox lets nobody charge.
  func authorize(_ id: MessageID, _ request: Authorize.Request) {
    guard live.record.state == .accepted else {
      return reply(id, Authorize.Confirmation(idTagInfo: IdTagInfo(status: .invalid)))
    }
    let (site, canonical) = (site, IdTag.canonical(request.idTag))
    replyAfter(id, reading: { file in try file.idTag(canonical: canonical) }) { tag in
      Authorize.Confirmation(idTagInfo: IdTagInfo(of: tag, at: site.now()))
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
