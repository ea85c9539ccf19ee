/// A car that charges: how much it wants follows its curve, how much it gets what it is allowed. What it does
/// not get it goes on wanting, until its driver comes.
struct Car: Sendable {
  private let steps: [PowerCurve.Step]
  private var step = 0
  /// Of the current step: watt-seconds, or seconds where the car wants nothing.
  private var left: Int64 = 0
  /// Since the start of the charge.
  private(set) var second: Int64 = 0
  private(set) var wattSeconds: Int64 = 0

  init(_ curve: PowerCurve) {
    steps = curve.steps
    begin(0)
  }

  /// What it would draw without a limit.
  var wantedWatts: Int64 { step < steps.count ? steps[step].watts : 0 }

  /// Lets it draw until `second`, at most `limit` watts at any moment.
  mutating func advance(to target: Int64, limit: Int64) {
    while second < target, step < steps.count {
      let span = target - second
      let watts = min(wantedWatts, limit)
      if wantedWatts == 0 {
        pass(min(span, left), using: 1, drawing: 0)
      } else if watts == 0 {
        second = target
      } else if left < watts {
        // The last bit, within a second.
        wattSeconds += left
        pass(1, using: left, drawing: 0)
      } else {
        pass(min(span, left / watts), using: watts, drawing: watts)
      }
    }
    second = max(second, target)
  }

  /// In how many seconds it will want another power if the limit stays; nil: never.
  func secondsUntilChange(limit: Int64) -> Int64? {
    guard step < steps.count else { return nil }
    if wantedWatts == 0 { return left }
    let watts = min(wantedWatts, limit)
    return watts == 0 ? nil : (left + watts - 1) / watts
  }

  private mutating func pass(_ seconds: Int64, using share: Int64, drawing watts: Int64) {
    second += seconds
    wattSeconds += seconds * watts
    left -= seconds * share
    if left == 0 { begin(step + 1) }
  }

  /// Begins a step, passing those that have no extent.
  private mutating func begin(_ next: Int) {
    step = next
    while step < steps.count {
      left = steps[step].watts == 0 ? steps[step].seconds : steps[step].seconds * steps[step].watts
      if left > 0 { return }
      step += 1
    }
  }
}
