import Domain
package import Formats

extension Cost {
  /// The output of `wattkeeper price`, members in that order.
  package var json: JSONValue {
    [
      "net": .string(money(amounts.net)),
      "vat": .string(money(amounts.vat)),
      "gross": .string(money(amounts.gross)),
      "exact_net": .string(exactNet),
      "energy_kwh": .string(energyKWh),
      "lines": .array(lines.map(\.json)),
      "vat_groups": .array(vatGroups.map { $0.json(currency) }),
      "limit": limit.map { .string($0.rawValue) } ?? .null,
      "flags": .array(flags.map { .string($0.rawValue) }),
      "explanation": .array(explanation.map(JSONValue.string)),
    ]
  }

  /// Decimal text of at most six places.
  package var energyKWh: String { DecimalDigits.kilowattHours(milliWh: Int128(energyMilliWh)) }

  /// An amount in this cost's currency as decimal text with all its digits.
  package func money(_ minor: Int64) -> String { DecimalDigits.money(minor, currency) }
}

extension CostLine {
  var json: JSONValue {
    [
      "dimension": .string(dimension.rawValue),
      "billed_quantity": .string(billedQuantity),
      "unit": .string(dimension.unit),
      "unit_price": .string(unitPrice),
      "vat_percent": vatPercent.map(JSONValue.string) ?? .null,
      "exact_amount": .string(exactAmount),
    ]
  }
}

extension VATGroup {
  func json(_ currency: Currency) -> JSONValue {
    [
      "vat_percent": vatPercent.map(JSONValue.string) ?? .null,
      "net": .string(DecimalDigits.money(amounts.net, currency)),
      "vat": .string(DecimalDigits.money(amounts.vat, currency)),
      "gross": .string(DecimalDigits.money(amounts.gross, currency)),
    ]
  }
}
