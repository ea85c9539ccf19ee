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

  init(of tenant: Tenant, at now: Instant, in connection: ReadConnection) throws {
    all = try connection.allBays().filter { $0.archivedAt == nil }
    own = Set(try all.filter { try connection.holder(ofBay: $0.key, at: now) == tenant.key }.map(\.key))
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
