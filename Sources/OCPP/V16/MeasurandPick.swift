import Formats

/// Finds the value of one measurand among samples of one context: the total where there is one, else the sum
/// of the phases, never both.
struct MeasurandPick {
  /// What is looked for.
  enum Wanted {
    /// Energy.Active.Import.Register, the default measurand (OCPP 1.6, 7.31), in thousandths of a Wh, the
    /// point so many places further right than sent.
    case importRegister(places: Int)
    /// Power.Active.Import in W.
    case power
  }

  /// The value in the wanted unit; nil: it is there but cannot be read.
  private(set) var scaled: Int64?
  /// The digits as sent; of a sum of phases all of them, joined by `+`.
  private(set) var text: String
  /// Which sample it is; nil: a sum of several.
  private(set) var index: Int?

  /// Nil: nothing of the kind was measured.
  init?(_ wanted: Wanted, among samples: [SampledValue]) {
    // The outlet's value (the default) rather than that of another place.
    var best: (index: Int, rank: Int, scaled: Int64?)?
    var phases = false
    for index in samples.indices where wanted.matches(samples[index]) {
      guard samples[index].phase == nil else {
        phases = true
        continue
      }
      let scaled = wanted.scale(samples[index])
      let rank = samples[index].locationRank + (scaled == nil ? 10 : 0)
      if best == nil || rank < best?.rank ?? 0 { best = (index, rank, scaled) }
    }
    if let best {
      self.init(scaled: best.scaled, text: samples[best.index].value, index: best.index)
    } else if phases {
      self.init(summing: wanted, among: samples)
    } else {
      return nil
    }
  }

  private init(scaled: Int64?, text: String, index: Int?) {
    self.scaled = scaled
    self.text = text
    self.index = index
  }

  private init?(summing wanted: Wanted, among samples: [SampledValue]) {
    var sum: Int64? = 0
    var texts: [String] = []
    for phase in ["L1", "L2", "L3"] {
      let candidates = samples.filter {
        wanted.matches($0) && ($0.phase == phase || $0.phase == phase + "-N")
      }
      guard let sample = candidates.min(by: { $0.locationRank < $1.locationRank }) else { continue }
      texts.append(sample.value)
      sum = Self.add(sum, wanted.scale(sample))
    }
    guard !texts.isEmpty else { return nil }
    self.init(scaled: sum, text: texts.joined(separator: "+"), index: nil)
  }

  /// A sum with an unreadable part is unreadable: a smaller number would be wrong.
  private static func add(_ a: Int64?, _ b: Int64?) -> Int64? {
    guard let a, let b else { return nil }
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? nil : sum
  }
}

extension MeasurandPick.Wanted {
  /// Signed data is no number, and what the car itself measured is not billed.
  fileprivate func matches(_ sample: SampledValue) -> Bool {
    guard isMeasurand(sample.measurand) else { return false }
    return (sample.format == nil || sample.format == "Raw") && sample.location != "EV"
  }

  private func isMeasurand(_ name: String?) -> Bool {
    switch self {
    case .importRegister: name?.equalsIgnoringCase("Energy.Active.Import.Register") ?? true
    case .power: name?.equalsIgnoringCase("Power.Active.Import") ?? false
    }
  }

  /// The value in the wanted unit; a unit that cannot be one of the measurand's makes it unreadable.
  fileprivate func scale(_ sample: SampledValue) -> Int64? {
    let base: String
    let digits: Int
    switch self {
    case .importRegister(let places): (base, digits) = ("Wh", 3 + places)
    case .power: (base, digits) = ("W", 0)
    }
    guard let unit = sample.unit, unit != base else { return number(sample, digits) }
    if unit.equalsIgnoringCase("k" + base) { return number(sample, digits + 3) }
    return unit.equalsIgnoringCase(base) ? number(sample, digits) : nil
  }

  /// Nil also for what no meter and no wallbox can measure.
  private func number(_ sample: SampledValue, _ digits: Int) -> Int64? {
    let value = DecimalText.lenient(sample.value, digits: digits)
    guard case .power = self else { return WireEnergy.bounded(value) }
    return value.flatMap { abs(Int128($0)) <= Self.largestPowerW ? $0 : nil }
  }

  private static let largestPowerW: Int128 = 1_000_000_000
}

extension SampledValue {
  /// OCPP 1.6, 7.30 Location: the smaller the better; none means Outlet.
  fileprivate var locationRank: Int {
    switch location {
    case nil, "Outlet": 0
    case "Cable": 1
    case "Inlet": 2
    default: 3
    }
  }
}

extension String {
  /// Equal but for the case of ASCII letters.
  func equalsIgnoringCase(_ other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return self == other || zip(utf8, other.utf8).allSatisfy { lower($0) == lower($1) }
  }
}

private func lower(_ byte: UInt8) -> UInt8 {
  byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
}
