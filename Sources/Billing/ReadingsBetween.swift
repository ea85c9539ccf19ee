package import Domain

extension Plausibility {
  /// The readings that a transaction is priced from: start, stop, and those samples in between that fit
  /// them, in the scale of meterStart. They tell when the energy flowed, never how much: that is what start
  /// and stop say. Samples that tell another story are all left out, and so is a single one that does not
  /// lie between its neighbours.
  package static func readings(
    start: RegisterReading, stop: RegisterReading, samples: [RegisterReading]
  ) -> [RegisterReading] {
    let verdict = Plausibility(
      startedAt: start.at, meterStartMilliWh: start.energyMilliWh, stoppedAt: stop.at,
      meterStopMilliWh: stop.energyMilliWh, samples: samples)
    guard !verdict.samplesDisagree else { return [start, stop] }
    // A register of its own tells when only where it counts each transaction from 0.
    let offset = verdict.offsetOfOtherRegister
    guard offset == 0 || offset == verdict.start else { return [start, stop] }
    var readings = [start]
    for sample in verdict.samples where start.at < sample.at && sample.at < stop.at {
      let register = sample.register + offset
      guard register <= Int128(stop.energyMilliWh), let last = readings.last,
        let energy = Int64(exactly: register), last.energyMilliWh <= energy
      else { continue }
      readings.append(RegisterReading(at: sample.at, energyMilliWh: energy))
    }
    return readings + [stop]
  }
}

extension Tariff {
  /// Whether a price may change while a transaction runs, so that readings in between matter.
  package var splitsTransactions: Bool {
    dynamic != nil || !vatChanges.isEmpty || elements.contains { $0.restrictions != nil }
  }
}
