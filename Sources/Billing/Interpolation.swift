import Domain

extension Tariff {
  /// Whether a price changes between two readings that lie far apart while energy flowed, so that how much
  /// belongs to which price is an estimate (policy 3).
  func interpolates(_ slices: [Slice], along curve: EnergyCurve) -> Bool {
    zip(slices, slices.dropFirst()).contains { before, after in
      guard curve.isFarFromReadings(after.from) else { return false }
      // A threshold cuts the energy exactly, and an instant the time: each is exact in its own measure.
      let estimated: [Dimension] =
        (after.beginsAtInstant ? [.energy] : []) + (after.beginsAtThreshold ? [.time, .parkingTime] : [])
      return estimated.contains { price(of: $0, before.moment) != price(of: $0, after.moment) }
    }
  }

  private struct Price: Equatable {
    var place: Usage.Place
    var vat: ExactDecimal?
  }

  private func price(of dimension: Dimension, _ moment: Moment) -> Price? {
    component(for: dimension, at: moment).map { Price(place: $0.place, vat: $0.component.vat) }
  }
}
