package import Domain

/// How a charge ends whose stop never came: the newest register value that can be believed, at its own
/// instant. Neither energy nor time is made up beyond what was measured, so it is at most a little too low.
///
/// - Readings of the transaction come first. Believed is what lies at or above the register at the start and
///   not above what the time since then allows.
/// - Readings of the connector outside any transaction (clock-aligned ones) that came after them and no later
///   than the charge's end can be better: they must go on from there on the same register.
/// - Samples that count the charge from 0, while start and stop tell the lifetime register, count as what
///   they say on top of the start.
/// - Without any the charge ends where it began.
package struct StopEstimate: Sendable {
  let start: RegisterReading

  package init(start: RegisterReading) { self.start = start }

  /// - Parameters:
  ///   - samples: what the transaction's readings told, in any order.
  ///   - outside: what the connector told outside any transaction, in any order.
  ///   - until: when the charge is known to have ended at the latest.
  package func end(
    samples: [RegisterReading], outside: [RegisterReading], until: Instant
  ) -> RegisterReading {
    let inside = lifted(samples).filter { $0.at <= until }
    let last = newest(among: inside, from: start) ?? start
    return newest(among: outside.filter { $0.at > last.at && $0.at <= until }, from: last) ?? last
  }

  private func newest(
    among readings: [RegisterReading], from begin: RegisterReading
  ) -> RegisterReading? {
    readings.filter { isPlausible($0, after: begin) }
      .max { ($0.at, $0.energyMilliWh) < ($1.at, $1.energyMilliWh) }
  }

  private func isPlausible(_ reading: RegisterReading, after begin: RegisterReading) -> Bool {
    guard reading.at >= begin.at, reading.energyMilliWh >= begin.energyMilliWh else { return false }
    return Plausibility.canDeliver(
      Int128(reading.energyMilliWh) - Int128(begin.energyMilliWh), from: begin.at, to: reading.at)
  }

  /// Samples of a register of their own, which begins at 0 with the charge, on top of the start.
  private func lifted(_ samples: [RegisterReading]) -> [RegisterReading] {
    let tolerance = Plausibility.sampleToleranceMilliWh
    guard let first = samples.min(by: { $0.at < $1.at }), let highest = samples.map(\.energyMilliWh).max(),
      first.energyMilliWh <= tolerance, highest < start.energyMilliWh - tolerance
    else { return samples }
    return samples.map { sample in
      let (sum, overflow) = start.energyMilliWh.addingReportingOverflow(sample.energyMilliWh)
      return RegisterReading(at: sample.at, energyMilliWh: overflow ? .max : sum)
    }
  }
}
