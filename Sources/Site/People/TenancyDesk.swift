package import Domain
import Formats
package import Storage

/// Gives bays to tenants and takes them back, in the caller's write. What contradicts what is there is said
/// in a `SiteError`.
package enum TenancyDesk {
  /// Adds a tenancy with the registers at its beginning; its `key` is not read.
  ///
  /// - Parameter entered: registers that were read off, in mWh by bay; the others are what the wallbox told.
  package static func begin(
    _ tenancy: Tenancy, entered: [Int64: Int64], zone: TimeZoneRules, in file: WriteConnection
  ) throws -> Tenancy {
    if let to = tenancy.to, to <= tenancy.from {
      throw SiteError.invalid(
        path: "to", reason: Wording("ends-before", "must come after the beginning"))
    }
    try checkBays(of: tenancy, zone: zone, in: file)
    let added = try file.insertTenancy(tenancy)
    let handOver = HandOver(entered: entered, by: tenancy.createdBy, now: tenancy.createdAt)
    for reading in try handOver.readings(.begin, of: added.bayKeys, at: added.from, in: file) {
      try file.insertTenancyReading(reading, tenancyKey: added.key)
    }
    return added
  }

  /// Writes other bays and another unit, as if they had always been a part of it.
  package static func correct(
    _ tenancy: Tenancy, zone: TimeZoneRules, in file: WriteConnection
  ) throws {
    try checkBays(of: tenancy, zone: zone, in: file)
    try file.updateTenancy(tenancy)
  }

  /// A bay has one holder at a time.
  static func checkBays(of tenancy: Tenancy, zone: TimeZoneRules, in file: ReadConnection) throws {
    for key in tenancy.bayKeys {
      let others = try file.tenancies(ofBay: key, from: tenancy.from, to: tenancy.to)
      guard let other = others.first(where: { $0.key != tenancy.key }) else { continue }
      let bay = try file.bay(key: key)?.name ?? ""
      let tenant = try file.tenant(key: other.tenantKey)?.name ?? ""
      let values = ["bay": bay, "tenant": tenant, "from": SentenceTime.text(other.from, in: zone)]
      guard let to = other.to else {
        throw SiteError.conflict(
          Wording("bay-is-held", "{bay} is held by {tenant} since {from}. End that tenancy first.", values))
      }
      throw SiteError.conflict(
        Wording(
          "bay-was-held",
          "{bay} is held by {tenant} from {from} to {to}. Choose a time that does not overlap.",
          values.merging(["to": SentenceTime.text(to, in: zone)]) { $1 }))
    }
  }
}

/// The registers when bays go from one hand to another.
struct HandOver {
  /// In mWh, by bay.
  let entered: [Int64: Int64]
  let by: String
  let now: Instant

  /// What is kept of these bays; nothing of one whose register nobody knows. What a wallbox will tell by a
  /// time that is yet to come, nobody knows either.
  func readings(
    _ event: TenancyReading.Event, of bayKeys: [Int64], at instant: Instant, in file: ReadConnection
  ) throws -> [TenancyReading] {
    try bayKeys.compactMap { key in
      if let energy = entered[key] {
        return TenancyReading(
          bayKey: key, event: event, energyMilliWh: energy, at: instant, source: .entered, enteredBy: by,
          enteredAt: now)
      }
      guard instant <= now, let bay = try file.bay(key: key), let chargePoint = bay.chargePointKey,
        let connector = bay.connector,
        let told = try file.registerReading(
          chargePointKey: chargePoint, connector: connector, notAfter: instant)
      else { return nil }
      return TenancyReading(
        bayKey: key, event: event, energyMilliWh: told.energyMilliWh, at: told.at, source: .wallbox,
        enteredBy: by, enteredAt: now)
    }
  }
}

/// How instants stand in the sentences of a conflict: in local time, like `2026-03-01 00:00`.
enum SentenceTime {
  static func text(_ instant: Instant, in zone: TimeZoneRules) -> String {
    let local = Instant(
      millisecondsSince1970: instant.millisecondsSince1970 + Int64(zone.offsetSeconds(at: instant)) * 1000)
    let text = InstantFormat.string(local)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }
}
