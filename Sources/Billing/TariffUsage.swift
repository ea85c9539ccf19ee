import Domain

extension Tariff {
  /// The component that prices a dimension at a moment: that of the first element whose restrictions hold
  /// (policy 5). Its VAT is that of the moment.
  func component(
    for dimension: Dimension, at moment: Moment
  ) -> (component: PriceComponent, place: Usage.Place)? {
    for reservation in moment.phase.restrictions {
      for (element, candidate) in elements.enumerated()
      where candidate.restrictions?.reservation == reservation {
        guard let index = candidate.components.firstIndex(where: { $0.dimension == dimension }),
          candidate.restrictions?.hold(at: moment) ?? true
        else { continue }
        return (component(candidate.components[index], moment), .element(element, component: index))
      }
    }
    guard dimension == .energy, moment.phase == .charging, let dynamic,
      let slot = dynamic.slot(at: moment.at)
    else { return nil }
    return (component(dynamic.component(slot), moment), .slot(slot))
  }

  private func component(_ component: PriceComponent, _ moment: Moment) -> PriceComponent {
    guard !vatChanges.isEmpty else { return component }
    var component = component
    component.vat = rate(component.vat, at: moment.at)
    return component
  }

  /// What the slices of a transaction use, per dimension, step sizes applied (policies 5 and 6).
  func usage(of slices: [Slice]) -> [DimensionUsage] {
    var flat = DimensionUsage(.flat)
    var energy = DimensionUsage(.energy)
    var time = DimensionUsage(.time)
    var parking = DimensionUsage(.parkingTime)
    for slice in slices {
      add(slice, to: &flat)
      add(slice, to: &energy)
      add(slice, to: &time)
      add(slice, to: &parking)
    }
    energy.applyStepSize()
    if parking.total > 0 { parking.applyStepSize() } else { time.applyStepSize() }
    return [flat, energy, time, parking]
  }

  private func add(_ slice: Slice, to usage: inout DimensionUsage) {
    let quantity = slice.quantity(of: usage.dimension)
    guard quantity > 0, let (component, place) = component(for: usage.dimension, at: slice.moment) else {
      return
    }
    usage.add(quantity, of: component, at: place)
  }

  /// Refuses a charge of which a market price is not known: it has to wait, and never costs 0 meanwhile.
  func checkPricesAreKnown(_ slices: [Slice], _ zone: TimeZoneRules) throws(InvalidInput) {
    guard dynamic != nil else { return }
    for slice in slices where slice.energyMilliWh > 0 {
      guard component(for: .energy, at: slice.moment) == nil else { continue }
      throw InvalidInput(
        path: "tariff.dynamic.slots",
        reason:
          "has no price for \(LocalText.instant(slice.from, zone)), so that the charge is not priceable yet")
    }
  }
}

extension Moment.Phase {
  /// The elements that price it, first choice first.
  fileprivate var restrictions: [ReservationRestriction?] {
    switch self {
    case .charging: [nil]
    case .reserved: [.reservation]
    case .expired: [.expires, .reservation]
    }
  }
}
