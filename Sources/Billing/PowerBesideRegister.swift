package import Domain

/// What the power that a charge point tells while it charges would come to, beside what its register counted
/// in the same time. Firmware that names kWh what it counts in Wh, alike at start, stop and in between, shows
/// nowhere else.
package struct PowerBesideRegister: Sendable, Equatable {
  /// Less power says too little about energy.
  private static let leastPowerW = 1_000
  /// So much must have flowed by the power before the register is doubted.
  private static let leastMilliWh: Int64 = 500_000
  /// A register that counts a thousandth; half of that, so that a coarse power reading does not hide it.
  private static let tooFew: Int64 = 500
  private static let longestStepMs: Int64 = 3_600_000

  private var expectedMilliWh: Int64 = 0
  private var countedMilliWh: Int64 = 0
  private var lastPowerW = 0

  package init() {}

  /// Notes the power of a message that brought the register from one reading to another. A step counts where
  /// there was power at both of its ends, by the smaller one.
  package mutating func note(powerW: Int, from: RegisterReading, to: RegisterReading) {
    let power = min(powerW, lastPowerW)
    lastPowerW = powerW
    let step = to.at.milliseconds(since: from.at)
    guard power >= Self.leastPowerW, (1...Self.longestStepMs).contains(step) else { return }
    // Beyond any charge point the power is nonsense, and the product would not fit.
    guard power <= Int(Plausibility.largestPowerW) else { return }
    expectedMilliWh += Int64(power) * step / 3600
    countedMilliWh += max(0, to.energyMilliWh - from.energyMilliWh)
  }

  /// Whether the register counted hardly more than a thousandth of what the power says.
  package var isThousandfold: Bool {
    expectedMilliWh >= Self.leastMilliWh && countedMilliWh < expectedMilliWh / Self.tooFew
  }
}
