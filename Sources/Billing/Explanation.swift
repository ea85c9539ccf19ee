import Domain

/// Says in plain sentences how an amount came about.
struct Explanation {
  private let tariff: Tariff
  private(set) var sentences: [String] = []

  init(tariff: Tariff) { self.tariff = tariff }

  private var currency: String { tariff.currency.code }

  private func money(_ minor: Int64) -> String {
    "\(DecimalDigits.money(minor, tariff.currency)) \(currency)"
  }

  mutating func tell(_ input: PriceInput, _ curve: EnergyCurve, energyMilliWh: Int64, zone: TimeZoneRules) {
    let from = LocalText.instant(input.start, zone)
    let to = LocalText.instant(input.stop, zone)
    sentences.append("The transaction ran from \(from) to \(to).")
    let energy = DecimalDigits.kilowattHours(milliWh: Int128(energyMilliWh))
    guard curve.count >= 2, let first = curve.first, let last = curve.last else {
      sentences.append("Fewer than two register readings are known, so the energy counts as 0 kWh.")
      return
    }
    let begin = DecimalDigits.wattHours(milliWh: first.energyMilliWh)
    let end = DecimalDigits.wattHours(milliWh: last.energyMilliWh)
    sentences.append("The register read \(begin) Wh first and \(end) Wh last: \(energy) kWh.")
    if curve.rollovers > 0 {
      sentences.append("The register reached its end and began again at 0, \(curve.rollovers) time(s).")
    }
    if curve.hasReset {
      sentences.append(
        "The register fell although its end is not known: what came after counts from 0, please check.")
    }
  }

  mutating func tellWaived() {
    let limit = DecimalDigits.wattHours(milliWh: tariff.waiveIfEnergyBelowMilliWh)
    sentences.append("Transactions below \(limit) Wh are waived, so nothing is charged.")
  }

  mutating func tellInterpolated() {
    sentences.append(
      "A price changed between readings that lie more than 15 minutes apart: the energy there counts as even."
    )
  }

  mutating func tell(_ usages: [PricedUsage], _ zone: TimeZoneRules) throws(AmountOverflow) {
    for priced in usages {
      let (usage, line) = (priced.usage, priced.line)
      let component = usage.component
      let unit = component.dimension.unit
      if usage.surplus > 0 {
        let surplus = try Rational(usage.surplus, over: component.dimension.countsPerUnit).shown()
        let step = component.dimension == .energy ? "Wh" : "s"
        sentences.append(
          "Billed in steps of \(component.stepSize) \(step), which adds \(surplus) \(unit) to "
            + "\(component.dimension.rawValue).")
      }
      sentences.append(
        "\(component.dimension.rawValue)\(try words(usage.place, zone)): "
          + "\(line.billedQuantity) \(unit) x \(component.price.text) "
          + "\(currency) = \(line.exactAmount) \(currency) \(vatWords(component.vat)).")
    }
    if usages.isEmpty { sentences.append("Nothing in the tariff applies to this transaction.") }
  }

  /// When a price applies.
  private func words(_ place: Usage.Place, _ zone: TimeZoneRules) throws(AmountOverflow) -> String {
    switch place {
    case .element(let element, _): return try tariff.elements[element].restrictions?.words() ?? ""
    case .slot(let index):
      guard let slot = tariff.dynamic?.slots[index] else { return "" }
      let (from, to) = (LocalText.instant(slot.from, zone), LocalText.instant(slot.to, zone))
      return " from \(from) to \(to) at \(slot.spot.text) \(currency) per MWh"
    }
  }

  private func vatWords(_ rate: ExactDecimal?) -> String {
    guard let rate else { return "to which VAT does not apply" }
    return "\(tariff.taxIncluded ? "including" : "before") \(rate.text) % VAT"
  }

  mutating func tell(
    _ binding: BindingLimit, net: Rational, gross: Rational, becomes amounts: Amounts
  ) throws(AmountOverflow) {
    let word = binding == .minPrice ? "at least the minimum price" : "at most the maximum price"
    sentences.append(
      "A transaction costs \(word), so \(try net.shown()) \(currency) net and \(try gross.shown()) "
        + "\(currency) gross become \(money(amounts.net)) and \(money(amounts.gross)).")
  }

  mutating func tell(_ groups: [VATGroup]) {
    for group in groups {
      guard let percent = group.vatPercent else {
        sentences.append("Without VAT: \(money(group.amounts.net)).")
        continue
      }
      let amounts = group.amounts
      sentences.append(
        tariff.taxIncluded
          ? "VAT \(percent) % contained in \(money(amounts.gross)): \(money(amounts.vat))."
          : "VAT \(percent) % on \(money(amounts.net)): \(money(amounts.vat)).")
    }
  }

  mutating func tell(total: Amounts) {
    sentences.append("Net \(money(total.net)) + VAT \(money(total.vat)) = \(money(total.gross)) to pay.")
  }
}

/// Instants as the clock at the site shows them.
enum LocalText {
  /// `2026-03-02 11:00:00 +01:00`.
  static func instant(_ instant: Instant, _ zone: TimeZoneRules) -> String {
    let local = zone.localDateTime(at: instant)
    let offset = zone.offsetSeconds(at: instant)
    let date = date(local.date)
    let time = "\(two(local.hour)):\(two(local.minute)):\(two(local.second))"
    let minutes = abs(offset) / 60
    return "\(date) \(time) \(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// `2026-03-02`.
  static func date(_ date: LocalDate) -> String { "\(date.year)-\(two(date.month))-\(two(date.day))" }

  static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
