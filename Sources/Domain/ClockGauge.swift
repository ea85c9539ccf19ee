/// How far a charge point's clock is off, from the stamps of its live messages: `stamp - arrival`.
///
/// Messages from a queue are stamped long before they arrive, so of the last minutes only the largest
/// difference counts: a clock that is right or ahead shows at once. A clock that is behind looks like a queue
/// that is being emptied, or a slow line: it is believed only when several messages of a whole window, and
/// those after it, agree on how far.
package struct ClockGauge: Sendable {
  package static let windowMs: Int64 = 300_000
  /// A clock that is off by more is wrong; prices by time would show it.
  package static let toleranceMs: Int64 = 120_000

  private static let mostMs: Int64 = 86_400_000
  /// How far windows may differ that agree.
  private static let steadyMs: Int64 = 60_000

  private var windowEndsAt: Instant?
  private var largest: Int64?
  private var messages = 0
  /// The largest of the window before; nil: that is not over yet, or said too little.
  private var before: Int64?
  /// The largest skew in either direction that was ever believed.
  package private(set) var worstMs: Int64 = 0

  package init() {}

  /// Forgets all but the worst: a new connection begins with its queue.
  package mutating func reconnect() {
    windowEndsAt = nil
    largest = nil
    before = nil
    messages = 0
  }

  /// Takes a stamp of a message that arrived now.
  package mutating func note(stamp: Instant, arrival: Instant) {
    let difference = stamp.milliseconds(since: arrival)
    if let end = windowEndsAt, arrival < end {
      largest = max(largest ?? difference, difference)
      messages += 1
    } else {
      // A window that nobody spoke in lies between: what was before it says nothing any more.
      let followsOn = windowEndsAt.map { arrival.milliseconds(since: $0) < Self.windowMs } ?? false
      before = followsOn && messages > 1 ? largest : nil
      largest = difference
      messages = 1
      windowEndsAt = arrival.advanced(byMilliseconds: Self.windowMs)
    }
    // Beyond a day it is no clock that is off but one that was never set.
    if let skewMs { worstMs = max(worstMs, min(abs(max(skewMs, -.max)), Self.mostMs)) }
  }

  /// Milliseconds that the clock is ahead, negative: behind; nil: not known.
  package var skewMs: Int64? {
    guard let largest else { return nil }
    let best = max(largest, before ?? largest)
    if best >= -Self.toleranceMs { return best }
    guard let before else { return nil }
    let (apart, overflow) = largest.subtractingReportingOverflow(before)
    return !overflow && abs(max(apart, -.max)) <= Self.steadyMs ? best : nil
  }

  /// Whether the clock is wrong; nil: not known.
  package var isOff: Bool? { skewMs.map { abs(max($0, -.max)) > Self.toleranceMs } }
}
