import Domain
import Net
import OCPP

extension ChargePointLink {
  /// OCPP 1.6 security, A04: something that touches the wallbox's security. All are kept; those on which a
  /// person must act stand under "to check" as well, unless the wallbox may be anyone's.
  func securityEvent(
    _ id: MessageID, _ request: SecurityEventNotification.Request, raw payload: UnsafeRawBufferPointer
  ) {
    let (site, at) = (site, site.now())
    let notice = KeptNotice(.securityEventNotification, payload, self)
    let line =
      live.record.state == .accepted ? ToCheckNote(request, chargePointID: live.record.id) : nil
    replyAfter(
      id,
      keeping: { file -> Int64? in
        try notice.keep(in: file)
        return try line?.write(to: file, at: at)
      }
    ) { key in
      if let key { site.events.note(.toCheck(key)) }
      return SecurityEventNotification.Confirmation()
    }
  }
}

extension ToCheckNote {
  /// Of the events of the standard's list those that a restart, an update or a set clock do not explain.
  /// Nobody but the wallbox's own log needs the others.
  private static let mattersToPeople: Set<String> = [
    "AttemptedReplayAttacks", "InvalidCentralSystemCertificate", "InvalidChargePointCertificate",
    "InvalidFirmwareSignature", "InvalidFirmwareSigningCertificate", "InvalidTLSCipherSuite",
    "InvalidTLSVersion", "MemoryExhaustion", "SecurityLogWasCleared", "TamperDetectionActivated",
  ]
  private static let shownCharacters = 200

  /// One line per wallbox and type. Nil: nobody has to act on it.
  fileprivate init?(_ event: SecurityEventNotification.Request, chargePointID: String) {
    guard Self.mattersToPeople.contains(event.type) else { return nil }
    self.init(
      kind: ToCheckItem.Kind.securityEvent, about: "security \(chargePointID) \(event.type)",
      chargePointID: chargePointID,
      details: [
        "type": event.type, "tech_info": String((event.techInfo ?? "").prefix(Self.shownCharacters)),
      ])
  }
}
