import Domain

/// The energy delivered up to every instant, made from register readings in any order (policies 2 and 3).
struct EnergyCurve {
  private struct Point {
    var at: Instant
    /// Since the first reading; never falls.
    var milliWh: Int128
  }

  private var points: [Point] = []
  /// Energy from the first reading to the last.
  let totalMilliWh: Int128
  let hasReset: Bool
  let rollovers: Int
  let first: RegisterReading?
  let last: RegisterReading?
  /// Distinct readings.
  let count: Int

  init(_ readings: [RegisterReading], modulusMilliWh: Int64?) {
    let sorted = readings.sorted { ($0.at, $0.energyMilliWh) < ($1.at, $1.energyMilliWh) }
    var unrolled: [Point] = []
    var offset: Int128 = 0
    var rollovers = 0
    var hasReset = false
    var previous: RegisterReading?
    var distinct = 0
    for reading in sorted where reading != previous {
      let fall = previous.map { Int128($0.energyMilliWh) - Int128(reading.energyMilliWh) } ?? 0
      if fall > Int128(BillingPolicy.jitterMilliWh) {
        if let modulusMilliWh {
          offset += Int128(modulusMilliWh)
          rollovers += 1
        } else {
          offset = unrolled.last?.milliWh ?? 0
          hasReset = true
        }
      }
      unrolled.append(Point(at: reading.at, milliWh: Int128(reading.energyMilliWh) + offset))
      previous = reading
      distinct += 1
    }
    let base = unrolled.first?.milliWh ?? 0
    totalMilliWh = max(0, (unrolled.last?.milliWh ?? 0) - base)
    self.rollovers = rollovers
    self.hasReset = hasReset
    first = sorted.first
    last = sorted.last
    count = distinct
    points = Self.rising(unrolled, from: base, total: totalMilliWh)
  }

  /// Takes the jitter out: between 0 and the total, and never falling.
  private static func rising(_ points: [Point], from base: Int128, total: Int128) -> [Point] {
    var highest: Int128 = 0
    return points.map { point in
      highest = max(highest, min(total, point.milliWh - base))
      return Point(at: point.at, milliWh: highest)
    }
  }

  /// When there were readings, ascending.
  var instants: [Instant] { points.map(\.at) }

  /// The points around an instant: the last one at or before it, the first one after it.
  private func neighbours(_ instant: Instant) -> (before: Int, after: Int) {
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return (low - 1, low)
  }

  /// The mean power from the reading at or before an instant to the next one; 0 where there is none.
  func kilowatts(from instant: Instant) -> Rational {
    let (before, after) = neighbours(instant)
    guard before >= 0, after < points.count else { return .zero }
    let rise = milliWh(upTo: points[after].at) - points[before].milliWh
    // mWh / ms = 3.6 kW
    return Rational(rise * 36, over: 10 * Int128(points[after].at.milliseconds(since: points[before].at)))
  }

  /// Whether an instant lies between two readings that are far apart and between which energy flowed.
  func isFarFromReadings(_ instant: Instant) -> Bool {
    let (before, after) = neighbours(instant)
    guard before >= 0, after < points.count, points[before].at < instant else { return false }
    return points[after].at.milliseconds(since: points[before].at) > BillingPolicy.longestGapMs
      && points[before].milliWh < points[after].milliWh
  }

  /// When so much was first delivered, rounded to 1 ms; `milliWh` is not more than the total.
  func instant(reaching milliWh: Int128) -> Instant {
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle].milliWh < milliWh { low = middle + 1 } else { high = middle }
    }
    guard low < points.count else { return points.last?.at ?? Instant(millisecondsSince1970: 0) }
    let after = points[low]
    guard low > 0 else { return after.at }
    let before = points[low - 1]
    let span = Int128(after.at.milliseconds(since: before.at))
    let (scaled, overflow) = (milliWh - before.milliWh).multipliedReportingOverflow(by: span)
    guard !overflow,
      let gone = Int64(exactly: roundHalfAwayFromZero(scaled, over: after.milliWh - before.milliWh))
    else { return after.at }
    return before.at.advanced(byMilliseconds: gone)
  }

  /// The energy delivered up to an instant: linear between neighbours, rounded to 1 mWh.
  func milliWh(upTo instant: Instant) -> Int128 {
    let (left, right) = neighbours(instant)
    guard left >= 0 else { return 0 }
    let before = points[left]
    guard right < points.count else { return before.milliWh }
    let after = points[right]
    let span = Int128(after.at.milliseconds(since: before.at))
    let gone = Int128(instant.milliseconds(since: before.at))
    let (scaled, overflow) = (after.milliWh - before.milliWh).multipliedReportingOverflow(by: gone)
    // Only beyond 2^64 mWh over 2^63 ms, which no readings of one transaction reach.
    guard !overflow else { return before.milliWh }
    return before.milliWh + roundHalfAwayFromZero(scaled, over: span)
  }
}
