import Domain
import Net
import OCPP
import Storage

extension ChargePointLink {
  private static let heartbeatSeconds = 300
  private static let pendingRetrySeconds = 30

  /// OCPP 1.6, 4.2: the wallbox introduces itself. New facts are on disk before it is accepted; if they
  /// cannot be written it is asked to try again. A repeated boot claims nothing and is answered at once.
  func boot(_ id: MessageID, _ request: BootNotification.Request) {
    let (site, live, at) = (site, live, site.now())
    let facts = BootFacts(request)
    let isNews = live.record.lastBootAt == nil || facts != BootFacts(live.record)
    live.record.take(facts, at: at)
    introduction = .booting
    site.events.note(.chargePoint(live.record.id))
    let key = live.record.key
    guard isNews else {
      reply(id, confirmation(at))
      site.writeLater { file in try file.updateBoot(chargePointKey: key, facts, at: at) }
      return
    }
    replyAfter(id, keeping: { file in try file.updateBoot(chargePointKey: key, facts, at: at) }) { _ in
      self.confirmation(at)
    } otherwise: {
      live.record.lastBootAt = nil
      return BootNotification.Confirmation(
        status: .pending, currentTime: at, intervalSeconds: Self.pendingRetrySeconds)
    }
  }

  /// Goes out in the turn in which it is made; from then on the wallbox may be spoken to.
  private func confirmation(_ at: Instant) -> BootNotification.Confirmation {
    introduction = .booted
    let isAccepted = live.record.state == .accepted
    if isAccepted { site.upkeep.look(at: live, inSeconds: ChargingSite.bootedSeconds) }
    return BootNotification.Confirmation(
      status: isAccepted ? .accepted : .pending, currentTime: at,
      intervalSeconds: isAccepted ? Self.heartbeatSeconds : Self.pendingRetrySeconds)
  }
}

extension BootFacts {
  fileprivate init(_ request: BootNotification.Request) {
    self.init()
    vendor = request.chargePointVendor
    model = request.chargePointModel
    serialNumber = request.chargePointSerialNumber ?? request.chargeBoxSerialNumber
    firmwareVersion = request.firmwareVersion
    meterType = request.meterType
    meterSerialNumber = request.meterSerialNumber
    iccid = request.iccid
    imsi = request.imsi
  }

  fileprivate init(_ record: ChargePoint) {
    self.init()
    vendor = record.vendor
    model = record.model
    serialNumber = record.serialNumber
    firmwareVersion = record.firmwareVersion
    meterType = record.meterType
    meterSerialNumber = record.meterSerialNumber
    iccid = record.iccid
    imsi = record.imsi
  }
}

extension ChargePoint {
  fileprivate mutating func take(_ facts: BootFacts, at: Instant) {
    vendor = facts.vendor
    model = facts.model
    serialNumber = facts.serialNumber
    firmwareVersion = facts.firmwareVersion
    meterType = facts.meterType
    meterSerialNumber = facts.meterSerialNumber
    iccid = facts.iccid
    imsi = facts.imsi
    lastBootAt = at
  }
}
