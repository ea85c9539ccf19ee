import Domain
import Formats

/// From an instant on, all that VAT applies to has another rate.
struct VATChange: Equatable, Sendable {
  var from: Instant
  /// Percent.
  var vat: ExactDecimal

  /// In the order of their instants.
  static func parse(_ reader: inout ObjectReader) throws(InvalidInput) -> [VATChange] {
    guard reader.optionalNonEmpty("vat_changes") != nil else { return [] }
    var changes: [VATChange] = []
    for (index, json) in try reader.elements("vat_changes").enumerated() {
      var change = try ObjectReader(json, path: JSONPath.joined(reader.path(of: "vat_changes"), index))
      let from = try change.instant("from")
      guard let vat = try change.optionalRate("vat") else {
        throw InvalidInput(path: change.path(of: "vat"), reason: "is missing")
      }
      try change.finish()
      guard !changes.contains(where: { $0.from == from }) else {
        throw InvalidInput(
          path: change.path(of: "from"), reason: "stands there twice: an instant has one rate")
      }
      changes.append(VATChange(from: from, vat: vat))
    }
    return changes.sorted { $0.from < $1.from }
  }
}

extension Tariff {
  /// The rate at an instant of what the tariff says has the rate `own`. Without VAT stays without.
  func rate(_ own: ExactDecimal?, at instant: Instant) -> ExactDecimal? {
    guard own != nil, let change = vatChanges.last(where: { $0.from <= instant }) else { return own }
    return change.vat
  }
}
