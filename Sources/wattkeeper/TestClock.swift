import Domain
import Formats

/// A clock that pretends: it showed `start` at the real instant `anchor` and runs `rate` times as fast.
struct TestClock: Sendable, Equatable {
  let start: Instant
  let rate: Int64
  let anchor: Instant

  init(start: Instant, rate: Int64, anchor: Instant) {
    self.start = start
    self.rate = rate
    self.anchor = anchor
  }

  /// From its text; nil for one that `text` cannot have written.
  init?(text: String) {
    let numbers = text.split(separator: " ").compactMap { Int64($0) }
    guard numbers.count == 3 else { return nil }
    self.init(
      start: Instant(millisecondsSince1970: numbers[0]), rate: numbers[1],
      anchor: Instant(millisecondsSince1970: numbers[2]))
  }

  /// As it stands in the file: start, rate, anchor.
  var text: String { "\(start.millisecondsSince1970) \(rate) \(anchor.millisecondsSince1970)" }

  /// What it shows at a real instant; before its anchor it stands still.
  func reading(at real: Instant) -> Instant {
    let (elapsed, overflow) = max(0, real.milliseconds(since: anchor)).multipliedReportingOverflow(by: rate)
    return start.advanced(byMilliseconds: overflow ? .max : elapsed)
  }

  /// The clock after a restart: with the start it was made with it goes on, with a later one it jumps there.
  func goingOn(as asked: TestClockOptions, at real: Instant) throws(Complaint) -> TestClock {
    if asked.start == start && asked.rate == rate { return self }
    let shown = reading(at: real)
    let start = asked.start == start ? shown : asked.start
    guard start >= shown else {
      throw .usage(
        "--clock-start", "this site's clock has reached \(InstantFormat.string(shown)) and cannot go back",
        fix: "--clock-start with a later instant")
    }
    return TestClock(start: start, rate: asked.rate, anchor: real)
  }
}
