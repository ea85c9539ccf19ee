import Domain

/// How much of one component a transaction has used.
struct Usage {
  /// Where a price stands in its tariff.
  enum Place: Equatable {
    case element(Int, component: Int)
    /// A slot of the dynamic prices.
    case slot(Int)
  }

  var place: Place
  var component: PriceComponent
  /// In the units counted inside: 1, mWh, ms.
  var quantity: Int128
  /// The part of `quantity` that only the step size added.
  var surplus: Int128 = 0

  func priced() throws(AmountOverflow) -> PricedUsage {
    let quantity = Rational(quantity, over: component.dimension.countsPerUnit)
    let amount = try component.price.value * quantity
    let line = CostLine(
      dimension: component.dimension, billedQuantity: try quantity.shown(), unitPrice: component.price.text,
      vatPercent: component.vat?.text, exactAmount: try amount.shown())
    return PricedUsage(usage: self, amount: amount, line: line)
  }
}

/// What a usage costs, exactly and as it is shown.
struct PricedUsage {
  var usage: Usage
  var amount: Rational
  var line: CostLine
}

/// What a transaction has used of one dimension, component by component in the order of first use.
struct DimensionUsage {
  var dimension: Dimension
  private(set) var usages: [Usage] = []
  private var lastUsed = 0

  init(_ dimension: Dimension) { self.dimension = dimension }

  var total: Int128 { usages.reduce(0) { $0 + $1.quantity } }

  /// Adds what a slice used; nothing of zero size is ever a line.
  mutating func add(_ quantity: Int128, of component: PriceComponent, at place: Usage.Place) {
    guard quantity > 0 else { return }
    if let index = usages.lastIndex(where: { $0.place == place && $0.component.vat == component.vat }) {
      if dimension != .flat { usages[index].quantity += quantity }
      lastUsed = index
    } else if dimension != .flat || usages.isEmpty {
      lastUsed = usages.count
      usages.append(Usage(place: place, component: component, quantity: quantity))
    }
  }

  /// Rounds the total up to whole steps of the component used last, which also prices the surplus.
  mutating func applyStepSize() {
    guard usages.indices.contains(lastUsed) else { return }
    let size = usages[lastUsed].component.stepSize
    guard size > 0 else { return }
    let step = Int128(size) * dimension.countsPerStep
    let rest = total % step
    guard rest > 0 else { return }
    usages[lastUsed].quantity += step - rest
    usages[lastUsed].surplus = step - rest
  }
}
