package import Domain
import Formats
import Net
import OCPP
import Storage

/// Charges that begin without a card, because a car is plugged in: somebody said so on the phone ("start
/// when I plug in"), or the bay always does so for whoever holds it. Both are a remote start (OCPP 1.6,
/// 5.11) with the tenant's phone as card.
extension ChargingSite {
  /// How long a bay waits for the car of somebody who said so.
  package nonisolated static let armedMs: Int64 = 30 * 60_000

  /// A connector has begun to say Preparing. What it says is on disk, and answered.
  func pluggedIn(on connector: Int, at live: LiveChargePoint) {
    Task { @NetworkLoop in
      do {
        guard let starter = try await self.starter(on: connector, at: live), self.isReady(connector, at: live)
        else { return }
        let outcome = try await self.startCharge(
          at: live.record.id, connector: connector, idTag: starter.idTag, by: starter.by)
        guard case .answered(let payload) = outcome, payload["status"] == "Accepted" else { return }
        _ = try await self.store.write {
          try $0.disarm(bayKey: starter.bayKey, tenantKey: starter.tenantKey)
        }
        self.events.note(.connector(live.record.id, connector))
      } catch {
        self.report(error, while: "starting where a car was plugged in")
      }
    }
  }

  /// Starts at once where the car is plugged in already.
  package func lookForPlug(at bay: Bay) {
    guard let connector = bay.connector,
      let live = board.all.first(where: { $0.record.key == bay.chargePointKey }),
      isReady(connector, at: live)
    else { return }
    pluggedIn(on: connector, at: live)
  }

  /// Whether a car is there and nothing has been begun with it.
  private func isReady(_ number: Int, at live: LiveChargePoint) -> Bool {
    guard live.record.state == .accepted, live.isOnline, let connector = live.connector(number) else {
      return false
    }
    return connector.status?.status == "Preparing" && connector.transaction == nil
      && live.pendingStarts(at: number, now: now()).isEmpty
  }

  /// Who charges there without a card; nil: nobody.
  private func starter(on connector: Int, at live: LiveChargePoint) async throws -> PlugInStarter? {
    let (key, now) = (live.record.key, now())
    return try await store.write { file in
      try PlugInStarter(chargePointKey: key, connector: connector, at: now, in: file)
    }
  }
}

/// For whom a charge begins when a car is plugged in.
struct PlugInStarter: Sendable {
  let bayKey: Int64
  let tenantKey: Int64
  let idTag: String
  /// The name under which the start stands in lists.
  let by: String

  init?(chargePointKey: Int64, connector: Int, at now: Instant, in file: WriteConnection) throws {
    guard let bay = try file.bay(chargePointKey: chargePointKey, connector: connector) else { return nil }
    let armed = try file.armedStart(bayKey: bay.key, at: now)?.tenantKey
    let holder = bay.startsWhenPluggedIn ? try file.holder(ofBay: bay.key, at: now) : nil
    guard let key = armed ?? holder, let tenant = try file.tenant(key: key) else { return nil }
    let tag = try PhoneTag.find(of: tenant, in: file) ?? PhoneTag.add(to: tenant, in: file, at: now)
    (bayKey, tenantKey, idTag) = (bay.key, tenant.key, tag.idTag)
    by = armed == nil ? "appliance" : "tenant \(tenant.id)"
  }
}

extension ChargePointLink {
  /// Whether a status, about to take the place of the known one, says that a car has just been plugged in:
  /// Preparing after a charge is the car that charged before.
  func isPlugIn(_ status: ConnectorStatus) -> Bool {
    guard status.status == "Preparing" else { return false }
    switch live.connector(status.connector)?.status?.status {
    case "Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing": return false
    default: return true
    }
  }
}
