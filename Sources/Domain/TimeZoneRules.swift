/// The clock of a place: how far it is ahead of UTC at every instant, read from a zone file of the system
/// (TZif, RFC 8536) whose bytes somebody else has read.
package struct TimeZoneRules: Sendable, Equatable {
  /// Instants, in seconds since 1970, at which the offset changes, ascending.
  private var transitions: [Int]
  /// The offset from the transition with the same index on, in seconds east of UTC.
  private var offsets: [Int]
  /// The offset before the first transition.
  private var firstOffset: Int
  /// The rule after the last transition.
  private var future: PosixZone?

  /// UTC itself.
  package static let utc = TimeZoneRules(offsetSeconds: 0)

  /// A clock that never changes, so many seconds east of UTC.
  package init(offsetSeconds: Int) {
    transitions = []
    offsets = []
    firstOffset = offsetSeconds
    future = nil
  }

  init(transitions: [Int], offsets: [Int], firstOffset: Int, future: PosixZone?) {
    self.transitions = transitions
    self.offsets = offsets
    self.firstOffset = firstOffset
    self.future = future
  }

  /// Seconds east of UTC at an instant.
  package func offsetSeconds(at instant: Instant) -> Int {
    offset(at: Int(instant.millisecondsSince1970).flooredQuotient(by: 1000))
  }

  /// What the clock on the wall shows, fractions of a second dropped.
  package func localDateTime(at instant: Instant) -> LocalDateTime {
    let seconds = Int(instant.millisecondsSince1970).flooredQuotient(by: 1000)
    let local = seconds + offset(at: seconds)
    let days = local.flooredQuotient(by: 86_400)
    return LocalDateTime(date: LocalDate(daysSince1970: days), secondOfDay: local - days * 86_400)
  }

  /// The instant at which the clock on the wall shows this, given as if it were UTC. Of two (the hour that is
  /// shown twice) the later, unless it lies after `latest`; in an hour that is jumped over, as if the clock
  /// had not jumped yet.
  package func instant(ofLocal local: Instant, notAfter latest: Instant) -> Instant {
    let seconds = Int(local.millisecondsSince1970).flooredQuotient(by: 1000)
    let (before, after) = (offset(at: seconds - 86_400), offset(at: seconds + 86_400))
    let shown = [seconds - before, seconds - after].filter { $0 + offset(at: $0) == seconds }
    let candidates = (shown.isEmpty ? [seconds - before] : shown).sorted().map { candidate in
      local.advanced(byMilliseconds: Int64(candidate - seconds) * 1000)
    }
    return candidates.last { $0 <= latest } ?? candidates[0]
  }

  /// The day it is there.
  package func localDate(at instant: Instant) -> LocalDate { localDateTime(at: instant).date }

  /// When a day begins there: its midnight, the earlier one where the clock shows midnight twice, and the
  /// first instant after it where the clock jumps over midnight.
  package func startOfDay(_ date: LocalDate) -> Instant {
    let midnight = date.daysSince1970 * 86_400
    let around = [offset(at: midnight - 86_400), offset(at: midnight + 86_400)]
    let candidates = around.map { midnight - $0 }.filter { $0 + offset(at: $0) == midnight }
    let seconds = candidates.min() ?? firstSecond(at: midnight, around: around)
    return Instant(millisecondsSince1970: Int64(seconds) * 1000)
  }

  /// Bisects for the jump over a local time that the clock never shows.
  private func firstSecond(at local: Int, around offsets: [Int]) -> Int {
    var before = local - max(offsets[0], offsets[1])
    var after = local - min(offsets[0], offsets[1])
    while after - before > 1 {
      let middle = before + (after - before) / 2
      if middle + offset(at: middle) >= local { after = middle } else { before = middle }
    }
    return after
  }

  private func offset(at seconds: Int) -> Int {
    guard let first = transitions.first, let last = transitions.last else {
      return future?.offset(at: seconds) ?? firstOffset
    }
    if seconds < first { return firstOffset }
    if seconds >= last, let future { return future.offset(at: seconds) }
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle } else { high = middle }
    }
    return offsets[low]
  }
}
