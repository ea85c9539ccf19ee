import Domain

extension Tariff {
  private var restrictions: [Restrictions] { elements.compactMap(\.restrictions) }

  var asksPower: Bool { restrictions.contains { $0.power != Band() } }
  var asksCurrent: Bool { restrictions.contains { $0.current != Band() } }
  var asksCalendar: Bool { restrictions.contains(where: \.asksCalendar) }

  /// Energies in mWh at which a price may change, ascending.
  var thresholds: [Int128] { Set(restrictions.flatMap(\.energy.edges)).sorted() }

  /// Instants between two others at which a price may change, in no order; some may lie outside.
  func boundaries(from: Instant, to: Instant, _ zone: TimeZoneRules) -> [Instant] {
    var instants = vatChanges.map(\.from)
    for milliseconds in restrictions.flatMap(\.duration.edges) {
      if let milliseconds = Int64(exactly: milliseconds) {
        instants.append(from.advanced(byMilliseconds: milliseconds))
      }
    }
    if let dynamic {
      // A gap begins where a slot ends.
      for slot in dynamic.slots where slot.from < to && from < slot.to { instants += [slot.from, slot.to] }
    }
    if asksCalendar { instants += zone.instants(ofDay: secondsOfDay, from: from, to: to) }
    return instants
  }

  /// Local times at which a price may change, in seconds since midnight. Dates and weekdays change at 0.
  private var secondsOfDay: Set<Int> {
    Set(restrictions.filter(\.asksCalendar).flatMap { [0, $0.time?.start ?? 0, $0.time?.end ?? 0] })
  }
}

extension TimeZoneRules {
  /// When the clock on the wall shows one of these times of day, and when it jumps.
  func instants(ofDay seconds: Set<Int>, from: Instant, to: Instant) -> [Instant] {
    var instants: [Instant] = []
    var start = Self.second(from)
    let end = Self.second(to)
    while start < end {
      let offset = offsetSeconds(atSecond: start)
      let next = firstSecond(after: start, until: min(start + 86_400, end), notAt: offset)
      for second in seconds {
        // The first time at or after `start` that the clock shows it, then daily.
        var at = start + Self.modulo(second - start - offset, 86_400)
        while at < next {
          instants.append(Instant(millisecondsSince1970: Int64(at) * 1000))
          at += 86_400
        }
      }
      instants.append(Instant(millisecondsSince1970: Int64(next) * 1000))
      start = next
    }
    return instants
  }

  /// Where the offset becomes another one, else `until`. The clock jumps at most once a day.
  private func firstSecond(after start: Int, until end: Int, notAt offset: Int) -> Int {
    guard offsetSeconds(atSecond: end) != offset else { return end }
    var (before, after) = (start, end)
    while after - before > 1 {
      let middle = before + (after - before) / 2
      if offsetSeconds(atSecond: middle) == offset { before = middle } else { after = middle }
    }
    return after
  }

  private func offsetSeconds(atSecond second: Int) -> Int {
    offsetSeconds(at: Instant(millisecondsSince1970: Int64(second) * 1000))
  }

  /// The second that an instant lies in.
  private static func second(_ instant: Instant) -> Int {
    let milliseconds = Int(instant.millisecondsSince1970)
    return (milliseconds - modulo(milliseconds, 1000)) / 1000
  }

  private static func modulo(_ a: Int, _ b: Int) -> Int {
    let rest = a % b
    return rest < 0 ? rest + b : rest
  }
}
