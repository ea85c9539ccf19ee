import Billing
import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  private static let usualDays: Int64 = 31
  private static let mostDays: Int64 = 366
  private static let dayMs: Int64 = 86_400_000
  /// A year of a reading every five minutes.
  private nonisolated static let mostReadings = 110_000

  /// `GET /charge-points/{id}/unassigned`: energy that the register moved outside any charge.
  func listUnassigned() async throws -> HTTPResponse {
    let key = try liveChargePoint().record.key
    let to = try instantQuery("to") ?? site.now()
    let from = try instantQuery("from") ?? to.advanced(byMilliseconds: -Self.usualDays * Self.dayMs)
    guard from <= to, to.milliseconds(since: from) <= Self.mostDays * Self.dayMs else {
      throw Problem.badQuery("from", "must lie before to, by at most \(Self.mostDays) days")
    }
    let found = try await site.reader.read { file in
      let charges = Dictionary(
        grouping: try file.chargeRegisters(chargePointKey: key, from: from, to: to), by: \.connector)
      return try file.connectorNumbers(chargePointKey: key).map { connector in
        let readings = try file.registers(
          outsideTransactionsAt: connector, chargePointKey: key, from: from, to: to,
          limit: Self.mostReadings)
        return (
          connector,
          Unassigned.energy(
            charges: (charges[connector] ?? []).map(Unassigned.Charge.init), readings: readings)
        )
      }
    }
    return .list(found.flatMap { connector, rises in rises.map { $0.json(connector: connector) } })
  }
}

extension Unassigned.Charge {
  fileprivate init(_ registers: ChargeRegisters) {
    self.init(start: registers.start, stop: registers.stop, isOpen: registers.isOpen)
  }
}

extension Unassigned {
  fileprivate func json(connector: Int) -> JSONValue {
    [
      "connector": .integer(connector), "from": .instant(from), "to": .instant(to),
      "wh": .wattHours(energyMilliWh),
    ]
  }
}
