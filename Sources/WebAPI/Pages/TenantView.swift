import Billing
import Domain
import Formats
import Net
import Site
import Storage

/// Everything a tenant's first page shows, read once; as JSON for scripts and as slots for the page.
struct TenantView: Sendable {
  let tenant: Tenant
  let price: PriceView
  let running: [TransactionRow]
  let past: Page<TransactionRow>
  let bays: TenantBays

  /// Past charges on a page of the API.
  static let pastRows = 20

  init(
    of tenant: Tenant, cursor: PageCursor? = nil, rows: Int = pastRows, at now: Instant, zone: TimeZoneRules,
    in connection: ReadConnection
  ) throws {
    self.tenant = tenant
    price = try PriceView(at: now, zone: zone, in: connection)
    var filter = TransactionFilter()
    filter.restrict(to: tenant)
    filter.open = true
    running = try connection.transactions(filter, after: nil, limit: 50).items
    filter.open = false
    past = try connection.transactions(filter, after: cursor, limit: rows)
    bays = try TenantBays(of: tenant, at: now, in: connection)
  }
}

/// The price of now, and the next one.
struct PriceView: Sendable {
  /// Nil: no tariff, or prices too odd to be named; what a charge costs is told all the same.
  private(set) var now: TariffHeadline?
  /// What changes within a week, and when.
  private(set) var next: (from: Instant, headline: TariffHeadline?)?

  private static let weekMs: Int64 = 7 * 24 * 3_600_000

  init(at now: Instant, zone: TimeZoneRules, in connection: ReadConnection) throws {
    let week = now.advanced(byMilliseconds: Self.weekMs)
    let tariff = try connection.tariffVersion(validAt: now).map(Self.tariff)
    let following = try connection.nextTariffVersion(after: now)
    let end = following.map { min(week, $0.validFrom) } ?? week
    do throws(InvalidInput) {
      self.now = try tariff?.headline(at: now, zone: zone)
      next = try tariff?.nextHeadline(after: now, until: end, zone: zone).map { ($0.from, $0.headline) }
      guard next == nil, let following else { return }
      let headline = try Self.tariff(following).headline(at: following.validFrom, zone: zone)
      if headline != self.now { next = (following.validFrom, headline) }
    } catch {
      return
    }
  }

  private static func tariff(_ version: TariffVersion) throws(InvalidInput) -> Tariff {
    let json: JSONValue
    do {
      json = try JSONValue.parse(version.tariffJSON)
    } catch {
      throw InvalidInput(path: error.path, reason: error.reason)
    }
    return try Tariff.parse(json)
  }
}

extension TariffHeadline {
  /// API: `price`.
  var json: JSONValue {
    [
      "currency": .string(currency.code), "energy_per_kwh": .text(energyPerKWh),
      "start_fee": .text(startFee), "per_hour": .text(perHour), "parking_per_hour": .text(parkingPerHour),
    ]
  }
}

extension ChargingSite {
  /// API: `GET /tenant`.
  func json(of view: TenantView) -> JSONValue {
    func charge(_ row: TransactionRow) -> JSONValue {
      row.tenantJSON(bay: bayName(of: row), running: running(row))
    }
    let next: JSONValue =
      view.price.next.map { next in
        (next.headline?.json ?? [:]).adding(["from": .instant(next.from)])
      } ?? .null
    return [
      "site": .string(settings.siteName), "currency": .string(settings.currency.code),
      "language": .string(settings.language),
      "country": .text(settings.country.isEmpty ? nil : settings.country),
      "time_zone": .string(settings.timeZone), "now": .instant(now()),
      "tenant": ["id": .string(view.tenant.id), "name": .string(view.tenant.name)],
      "price": view.price.now?.json.adding(["next": next]) ?? .null,
      "bays": .array(
        boardConnectors.map { live, connector in
          bayJSON(of: connector, at: live).adding(view.bays.json(of: connector, at: live))
        }),
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
