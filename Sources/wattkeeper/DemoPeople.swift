import Crypto
import Domain
import Simulator
import Site
import Storage
import WebAPI

/// The people of the demo: flats and bays, who holds them since when, cards, a budget and a guest's pass.
struct DemoPeople: Sendable {
  let plan: DemoPlan
  let zone: TimeZoneRules
  /// Who entered all this.
  let by: String

  private var house: DemoHouse { plan.house }
  private var at: Instant { plan.from }

  /// Returns the residents and then the guest; wallboxes must be there.
  func moveIn(in file: WriteConnection) throws -> [Tenant] {
    let tenants = try house.residents.map { resident in try move(resident, in: file) }
    _ = try addBay(house.bayForAll, unit: nil, access: .tenants, in: file)
    guard let host = tenants.first else { return [] }
    // It warns and does not stop, so that the month goes as it is planned.
    let budget = Budget(period: .month, energyMilliWh: 400_000_000, amountMinor: nil, stops: false)
    try file.setBudgets([budget], tenantKey: host.key)
    return tenants + [try addGuest(of: host, in: file)]
  }

  private func move(_ resident: DemoHouse.Resident, in file: WriteConnection) throws -> Tenant {
    let tenant = try TenantDesk.add(named: resident.name, in: file, at: at)
    let unit = try file.insertUnit(id: randomToken(bits: 60), name: resident.unit, at: at)
    let bays = try resident.bays.map { try addBay($0, unit: unit, access: .assigned, in: file) }
    let end = resident.leftDaysAgo.map { midnight(before: plan.present, days: $0) }
    _ = try TenancyDesk.begin(
      Tenancy(
        key: 0, id: randomToken(bits: 60), tenantKey: tenant.key, unitKey: unit.key,
        bayKeys: bays.map(\.key), from: midnight(before: plan.from, days: resident.livedHereDays),
        to: end, createdAt: at, createdBy: by), entered: [:], zone: zone, in: file)
    for card in resident.cards {
      _ = try file.insertIdTag(
        card.idTag, label: card.label, tenantKey: tenant.key, status: .accepted, expiresAt: nil, at: at)
    }
    for var idTag in try file.idTags(tenantKey: tenant.key, after: nil, limit: 100).items {
      let isLost = resident.cards.contains { $0.isLost && $0.idTag == idTag.idTag }
      guard let blockedFrom = isLost ? at : end else { continue }
      idTag.block(from: blockedFrom)
      try file.updateIdTag(idTag, at: at)
    }
    return tenant
  }

  private func addBay(
    _ name: String, unit: Unit?, access: BayAccess, in file: WriteConnection
  ) throws -> Bay {
    let wallbox = try house.wallboxes.first { $0.bay == name }.flatMap { try file.chargePoint(id: $0.id) }
    return try file.insertBay(
      Bay(
        key: 0, id: BayID.make(from: randomBytes(BayID.length)), name: name, chargePointKey: wallbox?.key,
        connector: wallbox.map { _ in 1 }, unitKey: unit?.key, access: access, createdAt: at))
  }

  /// For a week around the present.
  private func addGuest(of host: Tenant, in file: WriteConnection) throws -> Tenant {
    var guest = try TenantDesk.add(named: house.guest, kind: .guest, in: file, at: at)
    guest.hostTenantKey = host.key
    guest.validFrom = midnight(before: plan.present, days: 1)
    guest.validUntil = midnight(before: plan.present, days: -6)
    try file.updateTenant(guest)
    try file.setBudgets(
      [Budget(period: .total, energyMilliWh: 60_000_000, amountMinor: nil)], tenantKey: guest.key)
    return guest
  }

  private func midnight(before instant: Instant, days: Int64) -> Instant {
    let today = zone.localDate(at: instant)
    return zone.startOfDay(LocalDate(daysSince1970: today.daysSince1970 - Int(days)))
  }
}
