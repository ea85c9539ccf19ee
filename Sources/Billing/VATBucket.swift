import Domain

/// The exact amounts of a transaction at one VAT rate. Net is kept, or gross where prices include VAT.
struct VATBucket {
  /// Percent; nil: VAT does not apply.
  var rate: ExactDecimal?
  /// As priced: net, or gross with prices that include VAT.
  var exact: Rational

  var factor: Rational { get throws(AmountOverflow) { try Self.factor(rate) } }

  /// What turns net into gross: (100 + rate) / 100.
  static func factor(_ rate: ExactDecimal?) throws(AmountOverflow) -> Rational {
    guard let rate else { return .one }
    return try .one + (try rate.value * Rational(1, over: 100))
  }

  /// Sorts amounts by rate, in the order of first use.
  static func gather(_ usages: [PricedUsage]) throws(AmountOverflow) -> [VATBucket] {
    var buckets: [VATBucket] = []
    for usage in usages {
      let rate = usage.usage.component.vat
      if let index = buckets.firstIndex(where: { $0.rate == rate }) {
        buckets[index].exact = try buckets[index].exact + usage.amount
      } else {
        buckets.append(VATBucket(rate: rate, exact: usage.amount))
      }
    }
    return buckets
  }

  func exactNet(taxIncluded: Bool) throws(AmountOverflow) -> Rational {
    guard taxIncluded else { return exact }
    // The factor is at least 1: a rate is never negative.
    return try exact / factor ?? .zero
  }

  func exactGross(taxIncluded: Bool) throws(AmountOverflow) -> Rational {
    try taxIncluded ? exact : exact * factor
  }

  /// The one place where amounts are rounded (policy 1).
  func rounded(taxIncluded: Bool, currency: Currency) throws(AmountOverflow) -> VATGroup {
    let rounded = try exact.minorUnits(digits: currency.minorDigits)
    let percent = rate?.value ?? .zero
    guard taxIncluded else {
      let vat = try (Rational(rounded) * percent * Rational(1, over: 100)).minorUnits(digits: 0)
      let (gross, overflow) = rounded.addingReportingOverflow(vat)
      guard !overflow else { throw AmountOverflow() }
      return VATGroup(vatPercent: rate?.text, amounts: Amounts(net: rounded, vat: vat, gross: gross))
    }
    let share = try percent / (try percent + Rational(100)) ?? .zero
    let vat = try (Rational(rounded) * share).minorUnits(digits: 0)
    return VATGroup(vatPercent: rate?.text, amounts: Amounts(net: rounded - vat, vat: vat, gross: rounded))
  }
}
