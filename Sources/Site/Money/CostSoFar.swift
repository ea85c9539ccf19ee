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
    let input = PriceInput(
      start: begin.at, stop: max(at, tariff.countsTime ? now() : at), readings: [begin, end])
    do {
      return try price(input, by: tariff, zone: settings.zone)
    } catch {
      return nil
    }
  }
}
