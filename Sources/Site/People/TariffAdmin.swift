package import Billing
import Crypto
package import Domain
import Net
import Storage

extension ChargingSite {
  private static let longestName = 100

  /// Adds a tariff, or the next version of the one with this name. It applies to charges that start from
  /// `validFrom` on (now, when nil); what has started keeps its prices.
  ///
  /// - Throws: `invalid`, `disk`.
  package func addTariff(
    name: String, validFrom: Instant?, tariff: Tariff, by: String
  ) async throws(SiteError) -> TariffVersion {
    guard !name.isEmpty, name.count <= Self.longestName else {
      throw .invalid(path: "name", reason: "must have 1 to \(Self.longestName) characters")
    }
    guard tariff.currency == settings.currency else {
      throw .invalid(
        path: "tariff.currency", reason: "must be the site's currency, \(settings.currency.code)")
    }
    let (at, id) = (now(), randomToken(bits: 80))
    let version = try await onDisk { file in
      try file.insertTariffVersion(
        name: name, newTariffID: id, validFrom: validFrom ?? at, tariffJSON: tariff.canonicalJSON, at: at)
    }
    events.note(.settings)
    return version
  }
}
