import Domain

/// Says which allotments may be sent now: those after which no limit could be exceeded at any time from now
/// on, even if nothing were ever sent again. What only lowers may always be sent.
struct Transition {
  private let now: Instant
  private var limits: [(amps: Int, members: Set<ConnectorID>, sum: CurrentCourse)]
  private var held: [ConnectorID: CurrentCourse]

  /// - Parameters:
  ///   - held: what the wallboxes have been told, at most.
  ///   - drawable: what they may draw; more, where one does not do as told.
  init(
    _ limits: [CurrentLimit], held: [ConnectorID: CurrentCourse], drawable: [ConnectorID: CurrentCourse],
    at now: Instant
  ) {
    self.now = now
    self.held = held
    self.limits = limits.map { limit in
      let sum = limit.members.reduce(CurrentCourse(0)) { sum, id in
        sum.combined(with: drawable[id] ?? CurrentCourse(0), +)
      }
      return (limit.amps, limit.members, sum)
    }
  }

  /// The most that a connector has been told.
  func course(of id: ConnectorID) -> CurrentCourse { held[id] ?? CurrentCourse(0) }

  /// Whether a course lets a connector draw more than it may already, now or later.
  func raises(_ course: CurrentCourse, of id: ConnectorID) -> Bool {
    added(course, to: id).peak(from: now) > 0
  }

  /// Takes a course as sent, if it may be sent.
  mutating func allow(_ course: CurrentCourse, for id: ConnectorID) -> Bool {
    let added = added(course, to: id)
    guard added.peak(from: now) > 0 else { return true }
    let own = limits.indices.filter { limits[$0].members.contains(id) }
    let sums = own.map { limits[$0].sum.combined(with: added, +) }
    for (index, sum) in zip(own, sums) {
      // Where it adds nothing the sum may be too high already, as after a limit was lowered.
      let blamed = sum.combined(with: added) { $1 > 0 ? $0 : 0 }
      if blamed.peak(from: now) > limits[index].amps { return false }
    }
    for (index, sum) in zip(own, sums) { limits[index].sum = sum }
    held[id] = self.course(of: id).combined(with: course, max)
    return true
  }

  private func added(_ course: CurrentCourse, to id: ConnectorID) -> CurrentCourse {
    course.combined(with: self.course(of: id)) { max(0, $0 - $1) }
  }
}
