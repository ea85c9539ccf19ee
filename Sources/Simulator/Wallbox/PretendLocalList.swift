import Domain
import OCPP

/// The cards that a wallbox knows by itself (OCPP 1.6, 3.5.2).
struct PretendLocalList: Sendable {
  private var version = 0
  private var cards: [String: IdTagInfo] = [:]

  /// 0: it is empty (5.10).
  var listVersion: Int { cards.isEmpty ? 0 : version }

  /// What it says of a card at `now`; nil: nothing.
  func info(_ idTag: String, at now: Instant) -> IdTagInfo? {
    guard var info = cards[idTag.lowercased()] else { return nil }
    if let end = info.expiryDate, end <= now, info.status == .accepted { info.status = .expired }
    return info
  }

  /// Replaces or changes it, wholly or not at all; returns the status of the confirmation (5.15).
  /// - Parameters:
  ///   - longestMessage: cards in one message.
  ///   - longestList: cards in all.
  mutating func update(
    _ request: SendLocalList.Request, longestMessage: Int, longestList: Int
  ) -> String {
    let sent = request.localAuthorizationList
    let names = Set(sent.map { $0.idTag.lowercased() })
    guard sent.count <= longestMessage, names.count == sent.count else { return "Failed" }
    var changed: [String: IdTagInfo]
    switch request.updateType {
    case "Full":
      guard sent.allSatisfy({ $0.idTagInfo != nil }) else { return "Failed" }
      changed = [:]
    case "Differential":
      guard request.listVersion > version else { return "VersionMismatch" }
      changed = cards
    default: return "Failed"
    }
    for card in sent { changed[card.idTag.lowercased()] = card.idTagInfo }
    guard changed.count <= longestList else { return "Failed" }
    (cards, version) = (changed, request.listVersion)
    return "Accepted"
  }
}

// Cards without the server (OCPP 1.6, 3.4 and 3.5).
extension PretendChargePoint {
  /// Nil: the action belongs to another block.
  func answerLocalList(
    _ action: String, _ payload: UnsafeRawBufferPointer
  ) throws(PayloadError) -> (any Payload)? {
    let isEnabled = configuration.isOn("LocalAuthListEnabled")
    switch action {
    case SendLocalList.Request.action:
      let request = try SendLocalList.Request(reading: payload)
      guard isEnabled else { return StatusPayload(status: "NotSupported") }
      return StatusPayload(
        status: localList.update(
          request, longestMessage: configuration.number("SendLocalListMaxLength"),
          longestList: configuration.number("LocalAuthListMaxLength")))
    case GetLocalListVersion.Request.action:
      _ = try GetLocalListVersion.Request(reading: payload)
      return GetLocalListVersion.Confirmation(listVersion: isEnabled ? localList.listVersion : -1)
    default: return nil
    }
  }

  /// What the wallbox says of a card by itself; nil: nothing.
  func listed(_ idTag: String) -> IdTagInfo? {
    configuration.isOn("LocalAuthListEnabled") ? localList.info(idTag, at: time.now()) : nil
  }

  /// What a card may while the server cannot be asked (3.4.1 and 3.4.2).
  func offlineVerdict(on idTag: String) -> IdTagInfo {
    let isTrusted = configuration.isOn("LocalAuthorizeOffline")
    if let info = listed(idTag) { return isTrusted ? info : IdTagInfo(status: .invalid) }
    return IdTagInfo(status: configuration.isOn("AllowOfflineTxForUnknownId") ? .accepted : .invalid)
  }
}
