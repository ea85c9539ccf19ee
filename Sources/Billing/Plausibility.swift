package import Domain

/// Whether a finished transaction can be what it says: a pure verdict on registers, times and samples that
/// decides whether its amount waits for a person.
package struct Plausibility: Sendable {
  /// The largest DC chargers deliver about 400 kW to one car; whatever is above was not delivered.
  package static let largestPowerW: Int64 = 400_000
  /// More than any vehicle's battery takes: the largest electric lorries hold about 0.6 MWh.
  package static let largestEnergyMilliWh: Int64 = 1_000_000_000
  /// Energy that is never implausible for its duration alone: many wallboxes stamp whole minutes, and some
  /// stamp start and stop of a short charge alike.
  package static let freeEnergyMilliWh: Int64 = 1_000_000
  /// How far samples and meterStop may differ: this much, or that share of the energy if it is more.
  package static let sampleToleranceMilliWh: Int64 = 1_000_000
  package static let sampleToleranceDivisor: Int64 = 20
  /// A stop may be stamped so much before its start without meaning anything: stamps of whole seconds.
  package static let stampToleranceMs: Int64 = 1_000
  /// Samples stamped further outside the transaction than this say nothing about it (clock not yet set).
  package static let clockToleranceMs: Int64 = 300_000
  /// What a wallbox may deliver between its last sample and the stop whatever was seen before: 22 kW, the
  /// largest AC wallbox in a house.
  package static let usualPowerW: Int64 = 22_000

  private var startedAt: Instant
  private var stoppedAt: Instant
  private(set) var start: Int128
  private var stop: Int128
  private(set) var samples: [Sample]

  struct Sample {
    var at: Instant
    var register: Int128
  }

  /// The register began again at 0 on its way.
  private var hasRolledOver = false
  private var isDurationKnown: Bool
  private var power: PowerBesideRegister

  /// A verdict on a transaction that has stopped.
  ///
  /// - Parameters:
  ///   - samples: the registers that were told in between, in any order.
  ///   - isDurationKnown: false where the clock was set while it ran, so that start and stop do not tell how
  ///     long it took.
  ///   - power: what its power said beside its register.
  package init(
    startedAt: Instant, meterStartMilliWh: Int64, stoppedAt: Instant, meterStopMilliWh: Int64,
    samples: [RegisterReading], isDurationKnown: Bool = true, power: PowerBesideRegister = .init()
  ) {
    self.power = power
    self.startedAt = startedAt
    self.stoppedAt = stoppedAt
    self.isDurationKnown = isDurationKnown
    (start, stop) = (Int128(meterStartMilliWh), Int128(meterStopMilliWh))
    let modulus = RegisterRollover.modulus(startMilliWh: meterStartMilliWh, stopMilliWh: meterStopMilliWh)
    if let modulus {
      stop += Int128(modulus)
      hasRolledOver = true
    }
    let near = samples.filter {
      $0.at.milliseconds(since: startedAt) >= -Self.clockToleranceMs
        && $0.at.milliseconds(since: stoppedAt) <= Self.clockToleranceMs
    }
    let believed = near.map { sample in
      let isAfter = modulus != nil && sample.energyMilliWh <= meterStopMilliWh
      return Sample(
        at: sample.at, register: Int128(sample.energyMilliWh) + (isAfter ? Int128(modulus ?? 0) : 0))
    }
    self.samples = believed.sorted { ($0.at, $0.register) < ($1.at, $1.register) }
  }

  private var energy: Int128 { stop - start }

  /// In the order of `Flag`. A register that began again at 0 is flagged like one that fell: the energy is
  /// known then, but a meter that was exchanged looks the same, and only a person can tell.
  package var flags: [Flag] {
    var flags: [Flag] = []
    if hasRolledOver || energy < -Int128(BillingPolicy.jitterMilliWh) { flags.append(.registerBackwards) }
    if isTooMuch { flags.append(.implausibleEnergy) }
    if samplesDisagree || power.isThousandfold { flags.append(.samplesDisagree) }
    if stoppedAt.milliseconds(since: startedAt) < -Self.stampToleranceMs { flags.append(.stopBeforeStart) }
    return flags
  }

  private var isTooMuch: Bool {
    if energy > Int128(Self.largestEnergyMilliWh) { return true }
    // A stop before its start has a flag of its own; its duration says nothing about power.
    guard startedAt <= stoppedAt, isDurationKnown else { return false }
    return !Self.canDeliver(energy, from: startedAt, to: stoppedAt)
  }

  /// Whether any charge point can deliver so much between two instants.
  static func canDeliver(_ milliWh: Int128, from: Instant, to: Instant) -> Bool {
    let most = energy(watts: Int128(largestPowerW), from: from, to: to)
    return milliWh <= max(Int128(freeEnergyMilliWh), most)
  }

  /// W x ms / 3600 = mWh.
  private static func energy(watts: Int128, from: Instant, to: Instant) -> Int128 {
    watts * Int128(max(0, to.milliseconds(since: from))) / 3600
  }
}

extension Plausibility {
  /// The correction (`energy_correction`) under which what is flagged would be plausible: firmware that names
  /// kWh what are Wh, or the other way round. Nil: none would help, or nothing of the kind is flagged.
  package var suggestedCorrection: EnergyCorrection? {
    guard !hasRolledOver else { return nil }
    if power.isThousandfold { return .times1000 }
    if isTooMuch { return isPlausible(start: start / 1000, stop: stop / 1000) ? .dividedBy1000 : nil }
    guard samplesDisagree, energy > 0 else { return nil }
    var enlarged = self
    (enlarged.start, enlarged.stop) = (start * 1000, stop * 1000)
    return enlarged.flags.isEmpty ? .times1000 : nil
  }

  /// With samples that are off alike, or right.
  private func isPlausible(start: Int128, stop: Int128) -> Bool {
    var corrected = self
    (corrected.start, corrected.stop) = (start, stop)
    if corrected.flags.isEmpty { return true }
    corrected.samples = samples.map { Sample(at: $0.at, register: $0.register / 1000) }
    return corrected.flags.isEmpty
  }

  private var tolerance: Int128 {
    max(Int128(Self.sampleToleranceMilliWh), energy / Int128(Self.sampleToleranceDivisor))
  }

  /// Whether the samples tell another story than meterStart and meterStop. A step from meterStart to the
  /// first sample and from the last sample to meterStop may be as large as the time between allows.
  /// Kilowatt-hours sent as watt-hours, a placeholder 0 and a meterStop of 0 all show here.
  var samplesDisagree: Bool {
    guard let first = samples.first, let last = samples.last else { return false }
    let offset = offsetOfOtherRegister
    let power = largestPlausiblePower
    let begin = Self.energy(watts: power, from: startedAt, to: first.at)
    let end = Self.energy(watts: power, from: last.at, to: stoppedAt)
    let rises = [(first.register + offset - start, begin), (stop - last.register - offset, end)]
    return rises.contains { rise, most in rise < -tolerance || rise > most + tolerance }
  }

  /// What to add to samples of another register than that of meterStart: they all lie outside what the
  /// transaction covers. Some wallboxes report the lifetime register at start and stop and count each
  /// transaction from 0 in between; such samples are compared by what they rose.
  var offsetOfOtherRegister: Int128 {
    let registers = samples.map(\.register)
    guard let lowest = registers.min(), let highest = registers.max(), let first = registers.first else {
      return 0
    }
    let isBelow = highest < start - tolerance
    let isAbove = lowest > max(start, stop) + tolerance
    guard isBelow || isAbove else { return 0 }
    let countsFromZero = isBelow && first <= tolerance
    return countsFromZero ? start : start - first
  }

  /// Twice the largest mean power between samples that follow each other, at least that of a large AC
  /// wallbox.
  private var largestPlausiblePower: Int128 {
    let most = Int128(Self.largestPowerW)
    guard samples.count > 1 else { return most }
    var seen: Int128 = 0
    for (a, b) in zip(samples, samples.dropFirst()) where a.at < b.at && a.register < b.register {
      let milliseconds = Int128(b.at.milliseconds(since: a.at))
      seen = max(seen, (b.register - a.register) * 3600 / milliseconds)
    }
    return min(most, max(Int128(Self.usualPowerW), 2 * seen))
  }
}
