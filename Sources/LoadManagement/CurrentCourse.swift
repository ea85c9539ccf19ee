package import Domain

/// A current over time: whole amperes that change at instants, without end. What a wallbox may draw is such a
/// course, because a profile goes on when nobody renews it.
package struct CurrentCourse: Sendable, Equatable {
  package struct Step: Sendable, Equatable {
    package let at: Instant
    package let amps: Int
  }

  /// Before the first step.
  package let first: Int
  /// In order of time; each is a change.
  package let steps: [Step]

  /// The same at all times.
  package init(_ amps: Int) {
    first = amps
    steps = []
  }

  /// One current until an instant, another from then on.
  package init(_ amps: Int, until change: Instant, then later: Int) {
    first = amps
    steps = later == amps ? [] : [Step(at: change, amps: later)]
  }

  private init(first: Int, steps: [Step]) {
    self.first = first
    self.steps = steps
  }

  package func amps(at instant: Instant) -> Int {
    steps.last { $0.at <= instant }?.amps ?? first
  }

  /// What it comes to in the end.
  package var last: Int { steps.last?.amps ?? first }

  /// The highest from an instant on.
  package func peak(from instant: Instant) -> Int {
    steps.reduce(amps(at: instant)) { $1.at > instant ? max($0, $1.amps) : $0 }
  }

  /// The lowest from an instant on.
  package func low(from instant: Instant) -> Int {
    steps.reduce(amps(at: instant)) { $1.at > instant ? min($0, $1.amps) : $0 }
  }

  /// Instant by instant.
  package func combined(with other: CurrentCourse, _ operation: (Int, Int) -> Int) -> CurrentCourse {
    var (i, j) = (0, 0)
    var (a, b) = (first, other.first)
    let start = operation(a, b)
    var result: [Step] = []
    while i < steps.count || j < other.steps.count {
      let mine = i < steps.count ? steps[i].at.millisecondsSince1970 : .max
      let its = j < other.steps.count ? other.steps[j].at.millisecondsSince1970 : .max
      let at = Instant(millisecondsSince1970: min(mine, its))
      if mine <= its {
        a = steps[i].amps
        i += 1
      }
      if its <= mine {
        b = other.steps[j].amps
        j += 1
      }
      let value = operation(a, b)
      if value != result.last?.amps ?? start { result.append(Step(at: at, amps: value)) }
    }
    return CurrentCourse(first: start, steps: result)
  }
}
