import Domain
import Formats
import Net
import OCPP

extension ChargingSite {
  /// Short, because whatever a person asks next waits behind it.
  private static let triggerTimeoutMs = 3_000

  /// OCPP 1.6, 5.17: a wallbox came back without a word, as many do after a lost connection. What its
  /// connectors do now is asked, and who it is if it never said. Firmware that does not take such requests is
  /// not asked again; one that is silent may be busy and is asked after its next connect.
  func askForStatus(of live: LiveChargePoint) async {
    guard let link = live.link, link.introduction == .none, !link.wasAskedForStatus,
      live.upkeep.refusesTriggers != live.firmware
    else { return }
    if live.record.vendor == nil, live.record.model == nil, !link.wasAskedToBoot {
      link.wasAskedToBoot = true
      guard await trigger("BootNotification", on: link) else { return }
      // If it boots now, it is told that it may before it is asked anything else.
      return upkeep.look(at: live, inSeconds: Self.settleSeconds)
    }
    link.wasAskedForStatus = true
    let connectors = live.connectors.map(\.connector)
    guard !connectors.isEmpty else {
      _ = await trigger("StatusNotification", on: link)
      return
    }
    for connector in connectors {
      guard await trigger("StatusNotification", connector, on: link) else { return }
    }
  }

  /// False: it is of no use to ask on.
  private func trigger(_ message: String, _ connector: Int? = nil, on link: ChargePointLink) async -> Bool {
    let live = link.live
    guard live.link === link, link.introduction != .booting else { return false }
    let request = TriggerMessage.Request(requestedMessage: message, connectorId: connector)
    switch await ask(request, of: live, timeoutMs: Self.triggerTimeoutMs) {
    case .success(.answered(let payload)) where payload["status"] == "Accepted": return true
    case .success:
      live.upkeep.refusesTriggers = live.firmware
      return false
    case .failure: return false
    }
  }
}
