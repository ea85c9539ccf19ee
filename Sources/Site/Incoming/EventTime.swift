import Domain
import OCPP

/// When something happened, by the wallbox's clock as far as it can be believed.
struct EventTime {
  let at: Instant
  let flags: [Flag]
  /// Whether `at` is what the wallbox said.
  let isBelieved: Bool

  /// Wallboxes without a set clock start in 1970 or 2000; no OCPP 1.6 wallbox is older than this.
  private static let oldest = Instant(millisecondsSince1970: 1_420_070_400_000)  // 2015-01-01
  /// A clock may be wrong by hours when a zone is taken for another; more than a day ahead is nonsense.
  private static let aheadMs: Int64 = 24 * 3_600_000
  /// What happened longer before it was told comes from a queue.
  private static let liveMs: Int64 = 300_000

  /// A stamp that cannot be read or believed gives way to the time of arrival, and a flag says so. Days-old
  /// stamps are normal: they come from a queue after an outage.
  init(_ time: WireTime, receivedAt: Instant) {
    guard let instant = time.instant else {
      at = receivedAt
      flags = [.timeAssumed]
      isBelieved = false
      return
    }
    guard instant >= Self.oldest, instant.milliseconds(since: receivedAt) <= Self.aheadMs else {
      at = receivedAt
      flags = [.clockWrong]
      isBelieved = false
      return
    }
    at = instant
    flags = time.hasZone ? [] : [.timeAssumed]
    isBelieved = true
  }

  /// Whether it was told when it happened, not out of a queue; `skewMs`: how far the clock is known to be
  /// off.
  func isLive(receivedAt: Instant, skewMs: Int64?) -> Bool {
    guard isBelieved else { return false }
    let ahead = at.milliseconds(since: receivedAt)
    return abs(ahead) <= Self.liveMs || skewMs.map { abs(ahead - $0) <= Self.liveMs } ?? false
  }
}
