import Formats

/// meterStart and meterStop: whole Wh by the standard (OCPP 1.6, 6.45 and 6.49), also decimals and strings in
/// the field.
package struct WireEnergy: Sendable, Equatable {
  /// As sent; empty: there was none.
  package var text: String
  /// In thousandths of a Wh, rounded half away from zero; nil: cannot be read.
  package var milliWh: Int64?

  package init(text: String) {
    self.text = text
    milliWh = Self.bounded(DecimalText.lenient(text, digits: 3))
  }

  /// The same digits with the point so many places further right.
  package func moved(places: Int) -> WireEnergy {
    var moved = self
    moved.milliWh = Self.bounded(DecimalText.lenient(text, digits: 3 + places))
    return moved
  }

  /// More than any meter counts in its life (100 TWh). Beyond it, and below zero, a register cannot be read:
  /// it is nonsense, and differences of nonsense do not fit 64 bits.
  static func bounded(_ milliWh: Int64?) -> Int64? {
    milliWh.flatMap { (0...100_000_000_000_000_000).contains($0) ? $0 : nil }
  }

  /// A register value that we send.
  package init(wattHours: Int64) { self.init(text: String(wattHours)) }

  init(_ token: JSONToken) { self.init(text: token.text) }

  /// For a message without its register value.
  static let none = WireEnergy(text: "")

  /// As a number where that keeps the text (`012` would lose its zero).
  func write(to writer: inout JSONWriter) {
    if let whole = Int64(text), String(whole) == text { writer.number(whole) } else { writer.string(text) }
  }
}
