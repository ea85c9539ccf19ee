import Domain
import LoadManagement
import Net
import OCPP
import Storage

extension ChargingSite {
  /// Old samples come from a queue after an outage and tell nothing of now.
  private static let freshMs: Int64 = 5 * 60_000

  /// Looks at what a connector draws. Costs a glance while there is no limit.
  func noteLoad(_ request: MeterValues.Request, at live: LiveChargePoint) {
    guard !load.control.isIdle, live.record.state == .accepted else { return }
    let id = ConnectorID(live.record.id, request.connectorId)
    let (wiring, at) = (load.wiring(live, request.connectorId), now())
    for value in request.meterValue {
      guard let milliamps = value.currentMilliamps(phases: wiring.phases) else { continue }
      if let stamp = value.timestamp.instant, at.milliseconds(since: stamp) > Self.freshMs { continue }
      load.measured[id] = (milliamps, at)
      guard load.control.measured(id, milliamps: milliamps, maxAmps: wiring.maxA, at: at) else { continue }
      let share = load.control.shares[id]?.amps ?? 0
      note(
        ToCheckNote(
          kind: ToCheckItem.Kind.limitIgnored, about: "limit ignored \(live.record.key) \(id.connector)",
          chargePointID: live.record.id, connector: id.connector,
          details: ["allotted_a": String(share), "measured_a": String((milliamps + 500) / 1000)]))
      shareSoon()
    }
  }
}
