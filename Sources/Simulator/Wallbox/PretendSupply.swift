import OCPP

/// What a wallbox is wired for, and what a car needs to charge at all.
package struct PretendSupply: Sendable, Equatable {
  /// 1 or 3.
  package var phases: Int
  /// Tenths of an ampere per phase.
  package var tenthsOfAmperes: Int

  package init(phases: Int, tenthsOfAmperes: Int) {
    self.phases = phases
    self.tenthsOfAmperes = tenthsOfAmperes
  }

  /// Between a phase and neutral.
  static let volts = 230
  /// IEC 61851-1: below 6 A per phase a car pauses.
  static let leastTenthsOfAmperes = 60

  /// All that the wiring gives.
  var all: PowerLimit {
    PowerLimit(tenthsOfWatts: tenthsOfAmperes * Self.volts * phases, phases: phases)
  }
}

/// What a car may draw at a moment, all phases together.
struct PowerLimit: Sendable, Equatable {
  var tenthsOfWatts: Int
  var phases: Int

  init(tenthsOfWatts: Int, phases: Int) {
    self.tenthsOfWatts = tenthsOfWatts
    self.phases = phases
  }

  /// What a period of a schedule allows on these wires.
  init(_ period: ChargingSchedule.Period, unit: ChargingSchedule.RateUnit, on supply: PretendSupply) {
    phases = max(1, min(period.numberPhases ?? 3, supply.phases))
    switch unit {
    case .amperes: tenthsOfWatts = max(0, period.limitTenths) * PretendSupply.volts * phases
    case .watts: tenthsOfWatts = max(0, period.limitTenths)
    }
  }

  /// Tenths of an ampere per phase, rounded down.
  var tenthsOfAmperes: Int { tenthsOfWatts / (PretendSupply.volts * phases) }

  /// Whole watts a car can make use of: none when there are too few amperes.
  var usableWatts: Int64 {
    tenthsOfAmperes < PretendSupply.leastTenthsOfAmperes ? 0 : Int64(tenthsOfWatts / 10)
  }

  /// The tighter of two, held to what its phases carry.
  func limited(by other: PowerLimit, on supply: PretendSupply) -> PowerLimit {
    let phases = min(phases, other.phases)
    let wires = supply.tenthsOfAmperes * PretendSupply.volts * phases
    return PowerLimit(
      tenthsOfWatts: min(tenthsOfWatts, other.tenthsOfWatts, wires), phases: phases)
  }
}
