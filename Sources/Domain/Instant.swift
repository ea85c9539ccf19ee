/// A point in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored (as POSIX and OCPP do).
package struct Instant: Hashable, Comparable, Sendable {
  package var millisecondsSince1970: Int64

  package init(millisecondsSince1970: Int64) { self.millisecondsSince1970 = millisecondsSince1970 }

  package static func < (a: Instant, b: Instant) -> Bool {
    a.millisecondsSince1970 < b.millisecondsSince1970
  }

  /// This instant moved by a number of milliseconds (negative: earlier); stays at the ends of Int64.
  package func advanced(byMilliseconds delta: Int64) -> Instant {
    let (sum, overflow) = millisecondsSince1970.addingReportingOverflow(delta)
    return Instant(millisecondsSince1970: overflow ? (delta < 0 ? .min : .max) : sum)
  }

  /// Milliseconds from `earlier` to this instant (negative when it lies before).
  package func milliseconds(since earlier: Instant) -> Int64 {
    let (difference, overflow) = millisecondsSince1970.subtractingReportingOverflow(
      earlier.millisecondsSince1970)
    return overflow ? (self < earlier ? .min : .max) : difference
  }
}
