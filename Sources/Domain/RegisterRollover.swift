/// Registers that reach their end begin again at 0. Whether one did is only believed of the two ends that
/// meters have in the field, and only when the transaction lies close around it: a meter that was exchanged
/// or set back looks much the same.
package enum RegisterRollover {
  /// After 999 999 kWh (six digits) and after 2^32 - 1 Wh (32 bits).
  private static let moduliMilliWh: [Int64] = [1_000_000_000_000, 4_294_967_296_000]
  /// How far from the end both registers may lie: what the largest vehicle takes.
  private static let nearMilliWh: Int64 = 1_000_000_000

  /// The value at which the register began again between start and stop; nil: it did not, or it cannot be
  /// told.
  package static func modulus(startMilliWh start: Int64, stopMilliWh stop: Int64) -> Int64? {
    guard stop < start, (0...nearMilliWh).contains(stop) else { return nil }
    return moduliMilliWh.first { $0 > start && $0 - start <= nearMilliWh }
  }
}
