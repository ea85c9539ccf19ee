package import Domain

/// The few prices that a page names, VAT included, as exact decimal text with at least the currency's digits.
/// For display only: what a transaction costs is `price(_:by:zone:)`.
package struct TariffHeadline: Equatable, Sendable {
  package var currency: Currency
  /// Nil: no such price.
  package var energyPerKWh: String?
  package var startFee: String?
  package var perHour: String?
  package var parkingPerHour: String?
}

extension Tariff {
  /// The prices of this tariff for people. Throws where a price including VAT has more digits than fit.
  package func headline() throws(InvalidInput) -> TariffHeadline {
    TariffHeadline(
      currency: currency, energyPerKWh: try grossPrice(.energy), startFee: try grossPrice(.flat),
      perHour: try grossPrice(.time), parkingPerHour: try grossPrice(.parkingTime))
  }

  private func grossPrice(_ dimension: Dimension) throws(InvalidInput) -> String? {
    guard let (component, place) = component(for: dimension) else { return nil }
    do {
      let factor = try taxIncluded ? Rational.one : VATBucket.factor(component.vat)
      return try (component.price.value * factor).exactText(atLeast: currency.minorDigits)
    } catch {
      throw InvalidInput(
        path: "elements[\(place.element)].price_components[\(place.component)].price",
        reason: "has too many digits to be shown with VAT")
    }
  }
}
