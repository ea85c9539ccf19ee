import Domain

extension Tariff {
  /// The component that prices a dimension: the first in the order of the elements (policy 5).
  func component(for dimension: Dimension) -> (component: PriceComponent, place: Usage.Place)? {
    for (element, candidate) in elements.enumerated() {
      guard let index = candidate.components.firstIndex(where: { $0.dimension == dimension }) else {
        continue
      }
      return (candidate.components[index], Usage.Place(element: element, component: index))
    }
    return nil
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
    guard let (component, place) = component(for: usage.dimension) else { return }
    usage.add(slice.quantity(of: usage.dimension), of: component, at: place)
  }
}
