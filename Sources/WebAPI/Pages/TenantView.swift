import Billing
import Domain
import Formats
import Net
import Site
import Storage

/// Everything a tenant's page shows, read once; as JSON for its script and as slots for its first view.
struct TenantView: Sendable {
  let tenant: Tenant
  /// The tariff in force now.
  let headline: TariffHeadline?
  let running: [TransactionRow]
  let past: Page<TransactionRow>

  /// Past charges on the first page.
  static let pastRows = 20

  init(of tenant: Tenant, cursor: PageCursor?, at now: Instant, in connection: ReadConnection) throws {
    self.tenant = tenant
    headline = try connection.tariffVersion(validAt: now).flatMap { try Self.headline($0, at: now) }
    var filter = TransactionFilter()
    filter.restrict(to: tenant)
    filter.open = true
    running = try connection.transactions(filter, after: nil, limit: 50).items
    filter.open = false
    past = try connection.transactions(filter, after: cursor, limit: Self.pastRows)
  }

  /// Nil also for prices too odd to be named; what a charge costs is told all the same.
  private static func headline(_ version: TariffVersion, at now: Instant) throws -> TariffHeadline? {
    let tariff = try Tariff.parse(JSONValue.parse(version.tariffJSON))
    do throws(InvalidInput) {
      return try tariff.headline(at: now)
    } catch {
      return nil
    }
  }
}

extension ChargingSite {
  /// API: `GET /tenant`.
  func json(of view: TenantView) -> JSONValue {
    let price: JSONValue =
      if let headline = view.headline {
        [
          "currency": .string(headline.currency.code), "energy_per_kwh": .text(headline.energyPerKWh),
          "start_fee": .text(headline.startFee), "per_hour": .text(headline.perHour),
          "parking_per_hour": .text(headline.parkingPerHour),
        ]
      } else {
        .null
      }
    func charge(_ row: TransactionRow) -> JSONValue {
      row.tenantJSON(bay: bayName(of: row), running: running(row))
    }
    return [
      "site": .string(settings.siteName), "currency": .string(settings.currency.code),
      "language": .string(settings.language),
      "country": .text(settings.country.isEmpty ? nil : settings.country),
      "time_zone": .string(settings.timeZone), "now": .instant(now()),
      "tenant": ["id": .string(view.tenant.id), "name": .string(view.tenant.name)], "price": price,
      "bays": .array(boardConnectors.map { bayJSON(of: $0.connector, at: $0.chargePoint) }),
      "running": .array(view.running.map(charge)),
      "remote_start": remoteStart(of: view.tenant).map { bay, start in
        [
          "charge_point": .string(bay.chargePoint.record.id), "connector": .integer(bay.connector.connector),
          "name": .string(bayName(of: bay.connector, at: bay.chargePoint)),
          "requested_at": .instant(start.requestedAt), "expired": .bool(start.isExpired),
        ]
      } ?? .null,
      "charges": ["items": .array(view.past.items.map(charge)), "next_cursor": .text(view.past.next?.text)],
    ]
  }

  /// Where a tenant's start waits for the car, or did in vain.
  func remoteStart(
    of tenant: Tenant
  ) -> (bay: (chargePoint: LiveChargePoint, connector: LiveConnector), start: PendingStart)? {
    for bay in boardConnectors {
      if let start = bay.chargePoint.remoteStart(at: bay.connector.connector), start.tenantKey == tenant.key {
        return (bay, start)
      }
    }
    return nil
  }

  /// What the bay of a charge is called. Charges from before there were bays are called after their
  /// connector, or, where that is gone, the wallbox's id.
  func bayName(of row: TransactionRow) -> String {
    if let name = row.bayName { return name }
    guard let live = board.chargePoint(id: row.chargePointID),
      let connector = live.connector(row.transaction.connector)
    else { return row.chargePointID }
    return bayName(of: connector, at: live)
  }
}
