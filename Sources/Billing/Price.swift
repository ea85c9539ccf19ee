package import Domain

/// What a transaction costs under a tariff (`BillingPolicy` says by which rules). `zone` is the site's clock.
///
/// Throws what is wrong with the input, and an `InvalidInput` without a path where an exact amount does not
/// fit 128 bits or the currency's minor units do not fit 64.
package func price(
  _ input: PriceInput, by tariff: Tariff, zone: TimeZoneRules
) throws(InvalidInput) -> Cost {
  try input.check()
  try input.check(against: tariff)
  let curve = EnergyCurve(input.readings, modulusMilliWh: input.registerModulusMilliWh)
  let slices = Slicer(tariff: tariff, zone: zone).charge(input, along: curve)
  if !tariff.waives(input, curve) { try tariff.checkPricesAreKnown(slices, zone) }
  do {
    var calculation = try Calculation(input: input, tariff: tariff, zone: zone, curve: curve, slices: slices)
    return try calculation.cost()
  } catch {
    throw InvalidInput(path: "", reason: "the amounts are too large or have too many decimals to be exact")
  }
}

extension Tariff {
  fileprivate func waives(_ input: PriceInput, _ curve: EnergyCurve) -> Bool {
    curve.totalMilliWh < Int128(waiveIfEnergyBelowMilliWh) && !input.isOnlyReservation
  }
}

private struct Calculation {
  let input: PriceInput
  let tariff: Tariff
  let zone: TimeZoneRules
  let curve: EnergyCurve
  let slices: [Slice]
  let energyMilliWh: Int64
  var explanation: Explanation

  init(
    input: PriceInput, tariff: Tariff, zone: TimeZoneRules, curve: EnergyCurve, slices: [Slice]
  ) throws(AmountOverflow) {
    self.input = input
    self.tariff = tariff
    self.zone = zone
    self.curve = curve
    self.slices = slices
    guard let energy = Int64(exactly: curve.totalMilliWh) else { throw AmountOverflow() }
    energyMilliWh = energy
    explanation = Explanation(tariff: tariff)
    explanation.tell(input, curve, energyMilliWh: energy, zone: zone)
  }

  private var readingFlags: [CostFlag] {
    (curve.hasReset ? [.meterReset] : [])
      + (curve.count < 2 && !input.isOnlyReservation ? [.noReadings] : [])
  }

  mutating func cost() throws(AmountOverflow) -> Cost {
    guard !tariff.waives(input, curve) else { return waived() }
    let reserved = Slicer(tariff: tariff, zone: zone).reservation(input)
    let usages = try priced((tariff.usage(of: slices) + tariff.usage(of: reserved)).flatMap(\.usages))
    let interpolated: [CostFlag] = tariff.interpolates(slices, along: curve) ? [.interpolated] : []
    let buckets = try VATBucket.gather(usages)
    var net = Rational.zero
    var gross = Rational.zero
    for bucket in buckets {
      net = try net + bucket.exactNet(taxIncluded: tariff.taxIncluded)
      gross = try gross + bucket.exactGross(taxIncluded: tariff.taxIncluded)
    }
    try explanation.tell(usages, zone)
    if !interpolated.isEmpty { explanation.tellInterpolated() }
    let limited = try LimitedPrice(net: net, gross: gross, tariff: tariff, start: input.start)
    let groups = try limited.binding == nil ? rounded(buckets) : []
    let amounts = try limited.binding == nil ? Self.sum(groups) : limited.rounded(tariff.currency)
    if let binding = limited.binding {
      try explanation.tell(binding, net: net, gross: gross, becomes: amounts)
    } else {
      explanation.tell(groups)
    }
    explanation.tell(total: amounts)
    return Cost(
      currency: tariff.currency, amounts: amounts, exactNet: try net.shown(), energyMilliWh: energyMilliWh,
      lines: usages.map(\.line), vatGroups: groups, limit: limited.binding,
      flags: readingFlags + interpolated,
      explanation: explanation.sentences)
  }

  private mutating func waived() -> Cost {
    explanation.tellWaived()
    return Cost(
      currency: tariff.currency, amounts: Amounts(net: 0, vat: 0, gross: 0), exactNet: "0",
      energyMilliWh: energyMilliWh, lines: [], vatGroups: [], limit: nil, flags: readingFlags + [.waived],
      explanation: explanation.sentences)
  }

  private func rounded(_ buckets: [VATBucket]) throws(AmountOverflow) -> [VATGroup] {
    var groups: [VATGroup] = []
    for bucket in buckets {
      groups.append(try bucket.rounded(taxIncluded: tariff.taxIncluded, currency: tariff.currency))
    }
    return groups
  }

  private static func sum(_ groups: [VATGroup]) throws(AmountOverflow) -> Amounts {
    var (net, vat, gross) = (Int128(0), Int128(0), Int128(0))
    for group in groups {
      net += Int128(group.amounts.net)
      vat += Int128(group.amounts.vat)
      gross += Int128(group.amounts.gross)
    }
    guard let net = Int64(exactly: net), let vat = Int64(exactly: vat), let gross = Int64(exactly: gross)
    else { throw AmountOverflow() }
    return Amounts(net: net, vat: vat, gross: gross)
  }

  private func priced(_ usages: [Usage]) throws(AmountOverflow) -> [PricedUsage] {
    var priced: [PricedUsage] = []
    for usage in usages { priced.append(try usage.priced()) }
    return priced
  }
}
