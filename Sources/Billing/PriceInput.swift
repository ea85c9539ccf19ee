package import Domain

/// What the car did between two instants, the end excluded.
package struct StateInterval: Equatable, Sendable {
  /// API: `state`.
  package enum State: String, Sendable { case charging, idle }

  package var from: Instant
  package var to: Instant
  package var state: State

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

  package init(
    start: Instant, stop: Instant, readings: [RegisterReading], states: [StateInterval]? = nil,
    registerModulusMilliWh: Int64? = nil
  ) {
    self.start = start
    self.stop = stop
    self.readings = readings
    self.states = states
    self.registerModulusMilliWh = registerModulusMilliWh
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
