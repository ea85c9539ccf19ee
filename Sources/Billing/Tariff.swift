package import Domain
package import Formats

/// What a component prices (OCPI 2.2.1, mod_tariffs 1.4.5 TariffDimensionType).
package enum Dimension: String, Sendable, CaseIterable {
  /// Once per transaction.
  case flat = "FLAT"
  /// Per kWh.
  case energy = "ENERGY"
  /// Per hour of charging.
  case time = "TIME"
  /// Per hour connected without charging.
  case parkingTime = "PARKING_TIME"

  /// API: `unit` of a line.
  package var unit: String {
    switch self {
    case .flat: "session"
    case .energy: "kWh"
    case .time, .parkingTime: "h"
    }
  }

  /// How many of the units counted inside (mWh, ms, 1) make one of `unit`.
  var countsPerUnit: Int128 {
    switch self {
    case .flat: 1
    case .energy: 1_000_000
    case .time, .parkingTime: 3_600_000
    }
  }

  /// How many of the units counted inside make one of `step_size` (Wh, s).
  var countsPerStep: Int128 { self == .flat ? 1 : 1000 }
}

/// One price (OCPI 2.2.1, mod_tariffs 1.4.2 PriceComponent).
package struct PriceComponent: Equatable, Sendable {
  package var dimension: Dimension
  package var price: ExactDecimal
  /// Wh or seconds; 0: no rounding up.
  package var stepSize: Int64
  /// Percent; nil: VAT does not apply, which is not the same as 0 %.
  package var vat: ExactDecimal?
}

/// Prices that apply together (OCPI 2.2.1, mod_tariffs 1.4.4 TariffElement).
package struct TariffElement: Equatable, Sendable {
  package var components: [PriceComponent]
  /// Nil: charging, at all times.
  var restrictions: Restrictions?
}

/// The least or the most that a transaction costs (OCPI 2.2.1, mod_types Price); each half on its own.
package struct PriceLimit: Equatable, Sendable {
  package var exclVAT: ExactDecimal?
  package var inclVAT: ExactDecimal?
}

/// The price rules of a site, in the words of OCPI 2.2.1 and a few of our own.
package struct Tariff: Equatable, Sendable {
  package var currency: Currency
  package var elements: [TariffElement]
  /// Prices include VAT.
  package var taxIncluded: Bool
  /// Percent, for amounts that no component made.
  package var defaultVAT: ExactDecimal?
  /// In the order of their instants.
  var vatChanges: [VATChange]
  var dynamic: DynamicPrice?
  package var minPrice: PriceLimit?
  package var maxPrice: PriceLimit?
  /// 0: never waived.
  package var waiveIfEnergyBelowMilliWh: Int64
  /// What it was read from.
  package let json: JSONValue

  /// The JSON it was read from, members sorted, without spaces: what is stored and frozen.
  package var canonicalJSON: String { json.canonicalText }
}
