import Domain
import Formats

/// The market price of one delivery period (a quarter of an hour, an hour …).
struct PriceSlot: Equatable, Sendable {
  var from: Instant
  /// Excluded.
  var to: Instant
  /// Per MWh, as the market publishes it.
  var spot: ExactDecimal
  /// Per kWh, with markup, surcharge and floor.
  var perKWh: ExactDecimal
}

/// Energy at market prices, where no element of the tariff prices it:
/// spot / 1000 x (1 + markup) + surcharge, but not less than the floor.
struct DynamicPrice: Equatable, Sendable {
  /// Ascending, apart from one another; what is missing is not known yet.
  var slots: [PriceSlot]
  /// Percent; nil: VAT does not apply.
  var vat: ExactDecimal?

  /// The place of the slot around an instant; nil: its price is not known.
  func slot(at instant: Instant) -> Int? {
    var low = 0
    var high = slots.count
    while low < high {
      let middle = (low + high) / 2
      if slots[middle].from <= instant { low = middle + 1 } else { high = middle }
    }
    return low > 0 && instant < slots[low - 1].to ? low - 1 : nil
  }

  func component(_ slot: Int) -> PriceComponent {
    PriceComponent(dimension: .energy, price: slots[slot].perKWh, stepSize: 0, vat: vat)
  }
}

extension DynamicPrice {
  private struct Rule {
    var factor: Rational
    var surcharge: Rational
    var floor: Rational?

    func perKWh(_ spot: ExactDecimal) throws(AmountOverflow) -> ExactDecimal {
      var price = try spot.value * factor + surcharge
      if let floor, price < floor { price = floor }
      guard let text = try price.exactText(atLeast: 0) else { throw AmountOverflow() }
      return ExactDecimal(text, price)
    }
  }

  static func parse(_ json: JSONValue, path: String) throws(InvalidInput) -> DynamicPrice {
    var reader = try ObjectReader(json, path: path)
    let markup = try reader.optionalDecimal("markup_percent")?.value ?? .zero
    guard !(markup < Rational(-100)) else {
      throw InvalidInput(path: reader.path(of: "markup_percent"), reason: "must not be less than -100")
    }
    let surcharge = try reader.optionalDecimal("surcharge_per_kwh")?.value ?? .zero
    let floor = try reader.optionalDecimal("floor_per_kwh")?.value
    let factor: Rational
    do {
      factor = try (markup * Rational(1, over: 100) + .one) * Rational(1, over: 1000)
    } catch {
      throw InvalidInput(path: reader.path(of: "markup_percent"), reason: "has too many digits")
    }
    let rule = Rule(factor: factor, surcharge: surcharge, floor: floor)
    var slots: [(index: Int, slot: PriceSlot)] = []
    for (index, json) in try reader.elements("slots").enumerated() {
      let slotPath = JSONPath.joined(reader.path(of: "slots"), index)
      slots.append((index, try slot(json, path: slotPath, rule)))
    }
    let price = DynamicPrice(slots: try ordered(slots, reader), vat: try reader.optionalRate("vat"))
    try reader.finish()
    return price
  }

  private static func slot(_ json: JSONValue, path: String, _ rule: Rule) throws(InvalidInput) -> PriceSlot {
    var reader = try ObjectReader(json, path: path)
    let (from, to) = (try reader.instant("from"), try reader.instant("to"))
    guard from < to else { throw InvalidInput(path: reader.path(of: "to"), reason: "must be after from") }
    let spot = try reader.decimal("price_per_mwh")
    try reader.finish()
    do {
      return PriceSlot(from: from, to: to, spot: spot, perKWh: try rule.perKWh(spot))
    } catch {
      throw InvalidInput(
        path: reader.path(of: "price_per_mwh"), reason: "has more digits than can be computed with exactly")
    }
  }

  private static func ordered(
    _ slots: [(index: Int, slot: PriceSlot)], _ reader: ObjectReader
  ) throws(InvalidInput) -> [PriceSlot] {
    let sorted = slots.sorted { ($0.slot.from, $0.index) < ($1.slot.from, $1.index) }
    for (before, after) in zip(sorted, sorted.dropFirst()) where after.slot.from < before.slot.to {
      throw InvalidInput(
        path: JSONPath.joined(reader.path(of: "slots"), after.index) + ".from",
        reason: "overlaps slots[\(before.index)]: an instant has one price")
    }
    return sorted.map(\.slot)
  }
}
