import Domain
import Formats
import Net
import Site
import Storage

/// The bays as a tenant knows them: which are its own, and where its next car is waited for.
struct TenantBays: Sendable {
  let all: [Bay]
  /// Keys of the bays that the tenant holds now.
  let own: Set<Int64>
  let armed: [Int64: ArmedStart]
  /// Why its phone may not start a charge at a bay; none: it may.
  let refusals: [Int64: ChargingRefusal]

  init(of tenant: Tenant, at now: Instant, in connection: ReadConnection) throws {
    all = try connection.allBays().filter { $0.archivedAt == nil }
    var (own, refusals): (Set<Int64>, [Int64: ChargingRefusal]) = ([], [:])
    let claim = try PhoneTag.find(of: tenant, in: connection).map { try connection.claim(of: $0, at: now) }
    for bay in all {
      let holder = try connection.holder(ofBay: bay.key, at: now)
      if holder == tenant.key { own.insert(bay.key) }
      guard let claim else { continue }
      let right = ChargingRight(of: claim, at: BayClaim(bay: bay, holderKey: holder), on: now)
      refusals[bay.key] = right.refusal
    }
    (self.own, self.refusals) = (own, refusals)
    armed = Dictionary(
      try connection.armedStarts(tenantKey: tenant.key, at: now).map { ($0.bayKey, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  @NetworkLoop func bay(at live: LiveChargePoint, _ connector: Int) -> Bay? {
    all.first { $0.chargePointKey == live.record.key && $0.connector == connector }
  }

  func isOwn(_ bay: Bay?) -> Bool { bay.map { own.contains($0.key) } ?? false }

  /// API: what an item of `bays` says beyond its state.
  @NetworkLoop func json(of connector: LiveConnector, at live: LiveChargePoint) -> JSONValue {
    let bay = bay(at: live, connector.connector)
    return [
      "bay_id": .text(bay?.id), "own": .bool(isOwn(bay)),
      "starts_when_plugged_in": .bool(isOwn(bay) && bay?.startsWhenPluggedIn == true),
      "armed_until": .instant(bay.flatMap { armed[$0.key]?.expiresAt }),
    ]
  }
}
