/// How much power a car draws over a charge: steps of constant power. Energy is counted in watt-seconds,
/// which are whole numbers, so that parts always add up to the whole.
package struct PowerCurve: Sendable, Equatable {
  /// Constant power for a while.
  package struct Step: Sendable, Equatable {
    package var seconds: Int64
    package var watts: Int64
    package init(seconds: Int64, watts: Int64) {
      self.seconds = seconds
      self.watts = watts
    }
  }

  package let steps: [Step]

  package init(steps: [Step]) { self.steps = steps }

  /// A charge as a car takes it: waiting for power first, full power for most of it, then less and less while
  /// the battery fills, and nothing until the driver comes back.
  ///
  /// - Parameters:
  ///   - wattHours: what goes into the car in all, reached to within one second's worth.
  ///   - watts: the full power.
  ///   - waitSeconds: without power at the beginning.
  ///   - restSeconds: without power at the end.
  package init(wattHours: Int64, watts: Int64, waitSeconds: Int64, restSeconds: Int64) {
    let wanted = wattHours * 3600
    var steps: [Step] = []
    if waitSeconds > 0 { steps.append(Step(seconds: waitSeconds, watts: 0)) }
    let full = wanted * 88 / 100 / watts
    steps.append(Step(seconds: full, watts: watts))
    var left = wanted - full * watts
    for percent: Int64 in [80, 62, 45, 30] {
      let less = watts * percent / 100
      let seconds = percent == 30 ? left / less : min(left / less, 420)
      guard seconds > 0 else { continue }
      steps.append(Step(seconds: seconds, watts: less))
      left -= seconds * less
    }
    if restSeconds > 0 { steps.append(Step(seconds: restSeconds, watts: 0)) }
    self.init(steps: steps)
  }

  package var seconds: Int64 { steps.reduce(0) { $0 + $1.seconds } }

  package var wattSeconds: Int64 { steps.reduce(0) { $0 + $1.seconds * $1.watts } }
}
