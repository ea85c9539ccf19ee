import Domain
import Glibc

/// The one place where the clock is read.
enum SystemClock {
  static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(millisecondsSince1970: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}

/// A clock that pretends: it showed `start` at the real instant `anchor` and runs `rate` times as fast.
struct TestClock: Sendable, Equatable {
  let start: Instant
  let rate: Int64
  let anchor: Instant

  /// What it shows at a real instant; before its anchor it stands still.
  func reading(at real: Instant) -> Instant {
    let (elapsed, overflow) = max(0, real.milliseconds(since: anchor)).multipliedReportingOverflow(by: rate)
    return start.advanced(byMilliseconds: overflow ? .max : elapsed)
  }
}
