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
  /// The prices of this tariff at an instant for people, only those that restrictions leave alone. Throws
  /// where a price including VAT has more digits than fit.
  package func headline(at instant: Instant) throws(InvalidInput) -> TariffHeadline {
    func price(_ dimension: Dimension) throws(InvalidInput) -> String? {
      try grossPrice(dimension, at: instant)
    }
    return TariffHeadline(
      currency: currency, energyPerKWh: try price(.energy), startFee: try price(.flat),
      perHour: try price(.time), parkingPerHour: try price(.parkingTime))
  }

  private func grossPrice(_ dimension: Dimension, at instant: Instant) throws(InvalidInput) -> String? {
    let charging = elements.enumerated().filter { $0.element.restrictions?.reservation == nil }
    let first = charging.first { $0.element.components.contains { $0.dimension == dimension } }
    guard let (element, candidate) = first, candidate.restrictions == nil,
      let index = candidate.components.firstIndex(where: { $0.dimension == dimension })
    else { return nil }
    let component = candidate.components[index]
    do {
      let factor = try taxIncluded ? Rational.one : VATBucket.factor(rate(component.vat, at: instant))
      return try (component.price.value * factor).exactText(atLeast: currency.minorDigits)
    } catch {
      throw InvalidInput(
        path: "elements[\(element)].price_components[\(index)].price",
        reason: "has too many digits to be shown with VAT")
    }
  }
}
