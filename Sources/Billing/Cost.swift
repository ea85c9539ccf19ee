package import Domain

/// What is noteworthy about a price. API: `flags`.
package enum CostFlag: String, Sendable, CaseIterable {
  /// The register fell and its modulus is not known.
  case meterReset = "meter_reset"
  /// One reading or none: the energy cannot be told and counts as 0.
  case noReadings = "no_readings"
  /// How much energy belongs to which price was told from readings that lie far apart.
  case interpolated
  case waived

  /// Whether a person has to look before the amount is final.
  package var holdsPrice: Bool { self == .meterReset || self == .noReadings }

  /// The same in the words of a transaction's flags; nil: they have no word for it.
  package var transactionFlag: Flag? { Flag(rawValue: rawValue) }
}

/// API: `limit`.
package enum BindingLimit: String, Sendable {
  case minPrice = "min_price"
  case maxPrice = "max_price"
}

/// What one component of the tariff came to.
package struct CostLine: Equatable, Sendable {
  package var dimension: Dimension
  /// In `dimension.unit`, step size included, decimal text of at most six places.
  package var billedQuantity: String
  /// As the tariff gives it.
  package var unitPrice: String
  /// As the tariff gives it; nil: VAT does not apply.
  package var vatPercent: String?
  /// Not rounded to money; gross where prices include VAT.
  package var exactAmount: String
}

/// The amounts at one VAT rate.
package struct VATGroup: Equatable, Sendable {
  /// As the tariff gives it; nil: VAT does not apply.
  package var vatPercent: String?
  package var amounts: Amounts
}

/// A priced transaction.
package struct Cost: Equatable, Sendable {
  package var currency: Currency
  package var amounts: Amounts
  /// Before rounding and before limits, decimal text of at most six places.
  package var exactNet: String
  /// What the register says, without what step sizes add.
  package var energyMilliWh: Int64
  package var lines: [CostLine]
  /// Empty where a limit binds or the transaction is waived.
  package var vatGroups: [VATGroup]
  package var limit: BindingLimit?
  package var flags: [CostFlag]
  /// How it came about, one English sentence each.
  package var explanation: [String]

  /// Whether a person has to look before the amount is final.
  package var holdsPrice: Bool { flags.contains(where: \.holdsPrice) }

  /// The cost of a transaction that a person chose not to charge.
  package static func waived(energyMilliWh: Int64, currency: Currency) -> Cost {
    Cost(
      currency: currency, amounts: Amounts(net: 0, vat: 0, gross: 0), exactNet: "0",
      energyMilliWh: energyMilliWh, lines: [], vatGroups: [], limit: nil, flags: [.waived],
      explanation: ["Waived: nothing is charged."])
  }
}
