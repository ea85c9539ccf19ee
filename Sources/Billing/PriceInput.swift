package import Domain

/// What the car did between two instants, the end excluded.
package struct StateInterval: Equatable, Sendable {
  /// API: `state`.
  package enum State: String, Sendable { case charging, idle }

  package var from: Instant
  package var to: Instant
  package var state: State
  /// All phases together; nil: not known.
  var currentA: ExactDecimal?

  package init(from: Instant, to: Instant, state: State) {
    self.from = from
    self.to = to
    self.state = state
  }
}

/// What a transaction is priced from.
package struct PriceInput: Equatable, Sendable {
  package var start: Instant
  package var stop: Instant
  /// Cumulative register values, in any order, repeats allowed.
  package var readings: [RegisterReading]
  /// In any order; nil: charging throughout.
  package var states: [StateInterval]?
  /// The register begins again at 0 when it reaches this; nil: not known.
  package var registerModulusMilliWh: Int64?
  package var reservation: Reservation?

  package init(
    start: Instant, stop: Instant, readings: [RegisterReading], states: [StateInterval]? = nil,
    registerModulusMilliWh: Int64? = nil, reservation: Reservation? = nil
  ) {
    self.start = start
    self.stop = stop
    self.readings = readings
    self.states = states
    self.registerModulusMilliWh = registerModulusMilliWh
    self.reservation = reservation
  }

  /// Refuses what contradicts itself; paths are those of `wattkeeper price`.
  func check() throws(InvalidInput) {
    guard start <= stop else { throw InvalidInput(path: "session.stop", reason: "lies before session.start") }
    if let modulus = registerModulusMilliWh, modulus <= 0 {
      throw InvalidInput(path: "session.register_modulus_wh", reason: "must be greater than 0")
    }
    for (index, reading) in readings.enumerated() {
      let path = "session.readings[\(index)].wh"
      guard reading.energyMilliWh >= 0 else {
        throw InvalidInput(path: path, reason: "a register is never negative")
      }
      if let modulus = registerModulusMilliWh, reading.energyMilliWh >= modulus {
        throw InvalidInput(path: path, reason: "must be less than session.register_modulus_wh")
      }
    }
    try checkStates()
  }

  /// Refuses what a tariff cannot be applied to.
  func check(against tariff: Tariff) throws(InvalidInput) {
    let ends = [start, stop] + (reservation.map { [$0.from, $0.to] } ?? [])
    let duration = (ends.max() ?? stop).milliseconds(since: ends.min() ?? start)
    guard !tariff.asksCalendar || duration <= BillingPolicy.longestMs else {
      throw InvalidInput(
        path: "session.stop", reason: "is too far away for prices by the time of day: 1000 days at most")
    }
    guard tariff.asksCurrent else { return }
    var reached = start
    let relevant = (states ?? []).filter { $0.from < $0.to && start < $0.to }
    for state in relevant.sorted(by: { $0.from < $1.from }) {
      let isKnown = state.state == .idle || state.currentA != nil
      guard isKnown, state.from <= reached else { break }
      reached = max(reached, state.to)
    }
    guard reached >= stop else {
      throw InvalidInput(
        path: "session.states",
        reason: "must tell current_a for all the time of charging: the tariff has prices by current")
    }
  }

  private func checkStates() throws(InvalidInput) {
    let states = (states ?? []).enumerated().sorted {
      ($0.element.from, $0.offset) < ($1.element.from, $1.offset)
    }
    var reached: Instant?
    for (index, state) in states {
      let path = "session.states[\(index)]"
      guard state.from <= state.to else { throw InvalidInput(path: path + ".to", reason: "lies before from") }
      guard state.from < state.to else { continue }
      if let reached, state.from < reached {
        throw InvalidInput(path: path + ".from", reason: "overlaps another state")
      }
      reached = state.to
    }
  }
}
