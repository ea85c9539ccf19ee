package import Billing
import Crypto
package import Domain
import Net
package import Storage

extension ChargingSite {
  private static let longestName = 100
  private static let pricedPerWrite = 50

  /// Adds a tariff, or the next version of the one with this name. It applies to charges that start from
  /// `validFrom` on (now, when nil); what has started keeps its prices. Charges that found no tariff at all
  /// get this one if they started after `validFrom`.
  ///
  /// - Throws: `invalid`, `disk`.
  package func addTariff(
    name: String, validFrom: Instant?, tariff: Tariff, by: String,
    also note: (@Sendable (TariffVersion, WriteConnection) throws -> Void)? = nil
  ) async throws(SiteError) -> TariffVersion {
    guard !name.isEmpty, name.count <= Self.longestName else {
      throw .invalid(path: "name", reason: .length(1...Self.longestName))
    }
    guard tariff.currency == settings.currency else {
      throw .invalid(
        path: "tariff.currency",
        reason: Wording(
          "site-currency", "must be the site's currency, {currency}", ["currency": settings.currency.code]))
    }
    let (at, id) = (now(), randomToken(bits: 80))
    let version = try await onDisk { file in
      let version = try file.insertTariffVersion(
        name: name, newTariffID: id, validFrom: validFrom ?? at, tariffJSON: tariff.canonicalJSON, at: at)
      try note?(version, file)
      return version
    }
    try await price(unpricedBy: version, tariff)
    events.note(.settings)
    return version
  }

  /// In small writes, so that no wallbox waits for a long one.
  private func price(unpricedBy version: TariffVersion, _ tariff: Tariff) async throws(SiteError) {
    let (settlement, at, some) = (settlement, now(), Self.pricedPerWrite)
    while true {
      let priced = try await onDisk { file in
        let waiting = try file.unpricedTransactionIDs(startedFrom: version.validFrom, limit: some)
        for id in waiting { _ = try settlement.settle(unpriced: id, by: version, at: at, in: file) }
        return waiting
      }
      for id in priced { events.note(.transaction(id)) }
      if priced.count < some { return }
    }
  }
}
