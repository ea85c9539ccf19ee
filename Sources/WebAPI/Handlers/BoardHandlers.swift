import Billing
import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  /// What everyone may know: enough to draw the first page.
  func showSite() async throws -> HTTPResponse {
    let isClaimed = try await site.reader.read { try !$0.accounts().isEmpty }
    return .json([
      "name": .string(site.settings.siteName), "claimed": .bool(isClaimed),
      "language": .string(site.settings.language),
      "country": .text(site.settings.country.isEmpty ? nil : site.settings.country),
      "time_zone": .string(site.settings.timeZone), "currency": .string(site.settings.currency.code),
      "version": .string(application.settings.version),
      "test_clock": .bool(application.settings.hasTestClock),
      "now": .instant(site.now()),
    ])
  }

  func showMe() -> HTTPResponse {
    let tenant: JSONValue = caller.tenant.map { ["id": .string($0.id), "name": .string($0.name)] } ?? .null
    return .json(["name": .string(caller.name), "role": .text(caller.role?.rawValue), "tenant": tenant])
  }

  func showBoard() async throws -> HTTPResponse {
    let withPeople = caller.role != .installer
    let connectors = site.boardConnectors
    let states = connectors.map { $0.chargePoint.state(of: $0.connector) }
    let energyToday = try await site.energyTodayMilliWh()
    let totals: JSONValue = [
      "charging": .integer(states.count { $0 == .charging }), "free": .integer(states.count { $0 == .free }),
      "fault": .integer(states.count { $0 == .fault }), "offline": .integer(states.count { $0 == .offline }),
      "power_w": .integer(connectors.reduce(0) { $0.addingCapped($1.connector.powerW ?? 0) }),
      "energy_today_wh": .wattHours(energyToday),
    ]
    let pending = site.board.chargePoints.filter { $0.record.state == .pending }
    return .json([
      "now": .instant(site.now()),
      "connectors": .array(
        connectors.map { site.boardJSON(of: $0.connector, at: $0.chargePoint, withPeople: withPeople) }),
      "pending": .array(pending.map { $0.json(withPeople: withPeople) }), "totals": totals,
    ])
  }
}

extension FixedWidthInteger {
  /// The sum, or the nearest number there is: wallboxes send whatever they like.
  func addingCapped(_ other: Self) -> Self {
    let (sum, isTooFar) = addingReportingOverflow(other)
    return isTooFar ? (other < 0 ? .min : .max) : sum
  }
}

extension ChargingSite {
  /// Energy of the charges that began today in the site's zone, running ones so far.
  func energyTodayMilliWh() async throws -> Int64 {
    let now = now()
    let zone = settings.zone
    var filter = TransactionFilter()
    filter.from = zone.startOfDay(zone.localDate(at: now))
    let today = try await reader.read { [filter] connection in
      var rows: [TransactionRow] = []
      var cursor: PageCursor?
      repeat {
        let page = try connection.transactions(filter, after: cursor, limit: 500)
        rows += page.items
        cursor = page.next
      } while cursor != nil && rows.count < 5000
      return rows
    }
    return today.reduce(0) {
      $0.addingCapped(max(0, $1.transaction.energyMilliWh ?? running($1)?.energyMilliWh ?? 0))
    }
  }

  /// What the board knows of a charge that runs.
  func running(_ row: TransactionRow) -> RunningCharge? {
    guard let live = liveTransaction(of: row) else { return nil }
    let connector = board.chargePoint(id: row.chargePointID)?.connector(row.transaction.connector)
    let cost = costSoFar(live)
    return RunningCharge(
      energyMilliWh: live.energyMilliWh, powerW: connector?.powerW, currency: cost?.currency,
      amounts: cost?.amounts)
  }
}
