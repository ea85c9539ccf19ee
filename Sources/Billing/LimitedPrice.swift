import Domain

/// Holds exact net and gross each to its own limit (policy 8).
struct LimitedPrice {
  var net: Rational
  var gross: Rational
  var binding: BindingLimit?

  init(net: Rational, gross: Rational, tariff: Tariff, start: Instant) throws(AmountOverflow) {
    self.net = net
    self.gross = gross
    guard tariff.minPrice != nil || tariff.maxPrice != nil else { return }
    let mix = try tariff.mix(net: net, gross: gross, start: start)
    if let limit = tariff.minPrice {
      let (least, leastGross) = try Self.halves(limit, mix: mix)
      if let least, net < least { (self.net, binding) = (least, .minPrice) }
      if let leastGross, gross < leastGross { (self.gross, binding) = (leastGross, .minPrice) }
    }
    if let limit = tariff.maxPrice {
      let (most, mostGross) = try Self.halves(limit, mix: mix)
      if let most, most < self.net { (self.net, binding) = (most, .maxPrice) }
      if let mostGross, mostGross < self.gross { (self.gross, binding) = (mostGross, .maxPrice) }
    }
  }

  private static func halves(
    _ limit: PriceLimit, mix: Rational
  ) throws(AmountOverflow) -> (net: Rational?, gross: Rational?) {
    switch (limit.exclVAT?.value, limit.inclVAT?.value) {
    case (let net?, nil): (net, try net * mix)
    case (nil, let gross?): (try gross / mix, gross)
    case (let net, let gross): (net, gross)
    }
  }

  func rounded(_ currency: Currency) throws(AmountOverflow) -> Amounts {
    let net = try net.minorUnits(digits: currency.minorDigits)
    let gross = try gross.minorUnits(digits: currency.minorDigits)
    let (vat, overflow) = gross.subtractingReportingOverflow(net)
    guard !overflow else { throw AmountOverflow() }
    return Amounts(net: net, vat: vat, gross: gross)
  }
}

extension Tariff {
  /// What turns net into gross for a limit that names only one of them: the transaction's own mix of rates,
  /// else `default_vat`, else the tariff's only rate, both as they are when it starts.
  func mix(net: Rational, gross: Rational, start: Instant) throws(AmountOverflow) -> Rational {
    // Outside 1 to 2 only when prices of both signs cancel out; such a quotient is no VAT.
    if let mix = try gross / net, !(mix < .one), !(Rational(2) < mix) { return mix }
    if let defaultVAT { return try VATBucket.factor(rate(defaultVAT, at: start)) }
    let own = elements.flatMap(\.components).map(\.vat) + (dynamic.map { [$0.vat] } ?? [])
    let rates = own.map { rate($0, at: start) }
    guard let first = rates.first, rates.allSatisfy({ $0 == first }) else { return .one }
    return try VATBucket.factor(first)
  }
}
