package import Billing
import Domain
import Net
import Storage

extension ChargingSite {
  /// What a charge would cost if it stopped now; nil: no tariff applies, or it cannot be priced yet.
  package func costSoFar(_ transaction: LiveTransaction) -> Cost? {
    guard let key = transaction.tariffVersionKey, let tariff = shelf.known(key) else { return nil }
    let begin = RegisterReading(
      at: transaction.startedAt, energyMilliWh: transaction.meterStartMilliWh)
    let at = max(transaction.lastReading.at, transaction.startedAt)
    let end = RegisterReading(at: at, energyMilliWh: begin.energyMilliWh + transaction.energyMilliWh)
    return price(
      from: begin, until: end, lasting: max(at, tariff.countsTime ? now() : at), by: tariff,
      zone: settings.zone)
  }
}

/// What a charge comes to between two registers, by nothing else; nil: it cannot be priced.
///
/// - Parameter stop: when it ends; nil: with the second register.
func price(
  from begin: RegisterReading, until end: RegisterReading, lasting stop: Instant? = nil, by tariff: Tariff,
  zone: TimeZoneRules
) -> Cost? {
  do {
    return try price(
      PriceInput(start: begin.at, stop: stop ?? end.at, readings: [begin, end]), by: tariff, zone: zone)
  } catch {
    return nil
  }
}
