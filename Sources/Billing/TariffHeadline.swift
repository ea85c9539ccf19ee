package import Domain

/// The few prices that a page names, VAT included, as exact decimal text with at least the currency's digits.
/// For display only: what a transaction costs is `price(_:by:zone:)`.
package struct TariffHeadline: Equatable, Sendable {
  package var currency: Currency
  /// Nil: no such price, or one that only the course of the charge decides.
  package var energyPerKWh: String?
  package var startFee: String?
  package var perHour: String?
  package var parkingPerHour: String?
}

extension Tariff {
  /// The prices of this tariff for whoever charges at an instant: by the clock and the market of that instant,
  /// whatever depends on the charge itself (energy so far, power …) left out. Throws where a price including
  /// VAT has more digits than fit.
  package func headline(at instant: Instant, zone: TimeZoneRules) throws(InvalidInput) -> TariffHeadline {
    let local = zone.localDateTime(at: instant)
    func price(_ dimension: Dimension) throws(InvalidInput) -> String? {
      guard let found = component(dimension, at: instant, local) else { return nil }
      return try gross(found.component, at: instant, path: found.path)
    }
    return TariffHeadline(
      currency: currency, energyPerKWh: try price(.energy), startFee: try price(.flat),
      perHour: try price(.time), parkingPerHour: try price(.parkingTime))
  }

  /// The first instant within a time at which the prices become others than they are at its beginning.
  package func nextHeadline(
    after now: Instant, until end: Instant, zone: TimeZoneRules
  ) throws(InvalidInput) -> (from: Instant, headline: TariffHeadline)? {
    let present = try headline(at: now, zone: zone)
    for at in boundaries(from: now, to: end, zone).filter({ now < $0 && $0 < end }).sorted() {
      let next = try headline(at: at, zone: zone)
      if next != present { return (at, next) }
    }
    return nil
  }

  /// The first element for charging that prices a dimension at an instant. Nil also when it depends on the
  /// charge whether it is that one.
  private func component(
    _ dimension: Dimension, at instant: Instant, _ local: LocalDateTime
  ) -> (component: PriceComponent, path: String)? {
    for (index, element) in elements.enumerated() where element.restrictions?.reservation == nil {
      guard let place = element.components.firstIndex(where: { $0.dimension == dimension }) else { continue }
      if let restrictions = element.restrictions {
        guard !restrictions.asksCharge else { return nil }
        guard restrictions.hold(at: local) else { continue }
      }
      return (element.components[place], "elements[\(index)].price_components[\(place)].price")
    }
    guard dimension == .energy, let dynamic, let slot = dynamic.slot(at: instant) else { return nil }
    return (dynamic.component(slot), "dynamic.slots[\(slot)].price_per_mwh")
  }

  private func gross(
    _ component: PriceComponent, at instant: Instant, path: String
  ) throws(InvalidInput) -> String? {
    do {
      let factor = try taxIncluded ? Rational.one : VATBucket.factor(rate(component.vat, at: instant))
      return try (component.price.value * factor).exactText(atLeast: currency.minorDigits)
    } catch {
      throw InvalidInput(path: path, reason: "has too many digits to be shown with VAT")
    }
  }
}
