/// How long things took, in a log-linear histogram: 64 steps per octave, so a quantile is right to 1.6 %, and
/// adding costs the same however many there are. Values are nanoseconds, kept in units of 256 ns.
package struct Histogram: Sendable {
  private static let stepBits = 6
  private static let steps = 1 << stepBits
  private static let unitBits = 8

  private var counts: [UInt64]
  package private(set) var count: UInt64 = 0
  package private(set) var maximum: UInt64 = 0

  package init() {
    // 40 octaves above 16 µs reach beyond 200 days; more than that lands in the last step.
    counts = [UInt64](repeating: 0, count: Self.steps * 40)
  }

  package mutating func add(nanoseconds: UInt64) {
    counts[min(Self.index(of: nanoseconds), counts.count - 1)] += 1
    count += 1
    maximum = max(maximum, nanoseconds)
  }

  /// The smallest kept value that is not below the given share of all values, in nanoseconds; 0 when empty.
  ///
  /// - Parameter perMille: 500 is the median, 999 the 99.9th percentile.
  package func quantile(perMille: UInt64) -> UInt64 {
    guard count > 0 else { return 0 }
    let wanted = max(1, (count * perMille + 999) / 1000)
    var seen: UInt64 = 0
    for index in counts.indices {
      seen += counts[index]
      if seen >= wanted { return min(Self.middle(of: index), maximum) }
    }
    return maximum
  }

  private static func index(of nanoseconds: UInt64) -> Int {
    let value = nanoseconds >> unitBits
    guard value >= steps else { return Int(value) }
    let shift = 63 - value.leadingZeroBitCount - stepBits
    return (shift + 1) * steps + Int((value >> shift) & UInt64(steps - 1))
  }

  private static func middle(of index: Int) -> UInt64 {
    guard index >= steps else { return UInt64(index) << unitBits + 128 }
    let shift = index / steps - 1
    let value = UInt64(steps + index % steps) << shift + (UInt64(1) << shift) >> 1
    return value << unitBits
  }
}
