package import Domain

/// Energy that a connector's register moved outside any charge: a wallbox that charges without telling, or
/// charges whose messages were lost.
package struct Unassigned: Sendable, Equatable {
  package var from: Instant
  package var to: Instant
  package var energyMilliWh: Int64

  package init(from: Instant, to: Instant, energyMilliWh: Int64) {
    self.from = from
    self.to = to
    self.energyMilliWh = energyMilliWh
  }

  /// What happened while a charge ran belongs to it, whatever it was billed.
  package struct Charge: Sendable, Equatable {
    package var start: RegisterReading
    /// Nil: it runs, or its register at the stop is not known.
    package var stop: RegisterReading?
    package var isOpen: Bool

    package init(start: RegisterReading, stop: RegisterReading?, isOpen: Bool) {
      self.start = start
      self.stop = stop
      self.isOpen = isOpen
    }
  }

  /// Rises that mean nothing: wallboxes count a few Wh on after a stop.
  package static let toleranceMilliWh: Int64 = 10_000

  /// The rises of a connector's register that lie in no charge, in order. Rises that follow each other
  /// without a charge in between are one; a register that falls begins anew.
  ///
  /// - Parameters:
  ///   - charges: of this connector, in any order.
  ///   - readings: of this connector outside any transaction, in any order.
  package static func energy(charges: [Charge], readings: [RegisterReading]) -> [Unassigned] {
    let charges = charges.sorted { a, b in
      (a.start.at, a.start.energyMilliWh) < (b.start.at, b.start.energyMilliWh)
    }
    let readings = readings.sorted { ($0.at, $0.energyMilliWh) < ($1.at, $1.energyMilliWh) }
    var run = Run()
    var next = 0
    var busyUntil: Instant?
    func take(before instant: Instant?) {
      while next < readings.count, instant.map({ readings[next].at < $0 }) ?? true {
        if busyUntil.map({ readings[next].at > $0 }) ?? true { run.take(readings[next]) }
        next += 1
      }
    }
    for charge in charges {
      take(before: charge.start.at)
      run.take(charge.start)
      run.finish()
      guard !charge.isOpen else { return run.found }
      let end = charge.stop ?? charge.start
      busyUntil = max(busyUntil ?? end.at, end.at)
      if let stop = charge.stop { run.take(stop) }
    }
    take(before: nil)
    run.finish()
    return run.found
  }

  /// Registers that follow each other without a charge in between.
  private struct Run {
    private(set) var found: [Unassigned] = []
    private var last: RegisterReading?
    private var rise: Unassigned?

    mutating func take(_ reading: RegisterReading) {
      guard let last, reading.at >= last.at, reading.energyMilliWh >= last.energyMilliWh else {
        finish()
        last = reading
        return
      }
      if reading.energyMilliWh > last.energyMilliWh {
        let added = Int128(reading.energyMilliWh) - Int128(last.energyMilliWh)
        rise = Unassigned(
          from: rise?.from ?? last.at, to: reading.at,
          energyMilliWh: Int64(clamping: Int128(rise?.energyMilliWh ?? 0) + added))
      }
      self.last = reading
    }

    /// What comes next does not belong to what was before.
    mutating func finish() {
      if let rise, rise.energyMilliWh > Unassigned.toleranceMilliWh { found.append(rise) }
      rise = nil
      last = nil
    }
  }
}
