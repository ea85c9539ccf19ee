/// The decisions behind every amount, in one place. README tells them to people; a change to any of them is a
/// new version, and every charge detail record names the version it was priced under.
///
/// 1. Arithmetic is exact (`Rational`). An amount is rounded once, half away from zero to the currency's
///    minor unit, per transaction and VAT rate; never per slice or reading. VAT = round(rounded net x rate).
///    With prices that include VAT the gross is rounded, VAT = round(gross x rate / (100 + rate)), net =
///    difference.
/// 2. Energy = last minus first register value after sorting the readings and dropping repeats. With a known
///    modulus a fall is a rollover. Without one it begins a new segment that counts from 0, flagged
///    `meter_reset`. A fall within the jitter is neither. One reading or none: energy 0, flag `no_readings`.
/// 3. Between two readings energy is linear in time; a register value at a boundary is rounded once, to 1
///    mWh, and slices are differences of such values, so they always add up.
/// 4. Intervals include their start and exclude their end. Durations are elapsed time. Time that no state
///    covers counts as charging.
/// 5. Per slice and dimension the first element that has the dimension prices it (OCPI 2.2.1, mod_tariffs).
///    FLAT counts once per transaction, also at zero energy. TIME counts charging, PARKING_TIME idling.
/// 6. `step_size` once per transaction: for ENERGY, and for TIME and PARKING_TIME together, where only the
///    parking total is rounded if there is any. Rounded up; the surplus is priced at the last component used.
///    0 or absent: no rounding.
/// 7. `vat` of a component absent: VAT does not apply to it, which is not the same as 0 %. `default_vat` is
///    for amounts that no component made: a limit that binds where there is no mix to follow.
/// 8. `min_price` and `max_price` hold the exact net and the exact gross each to its own limit; where one
///    binds, vat = gross - net. A half that is not given follows from the transaction's VAT mix, else from
///    `default_vat`, else from the only rate of the tariff.
/// 9. Below `waive_if_energy_below_wh` a transaction is waived: all amounts are 0 and limits do not apply.
package enum BillingPolicy {
  /// Counts up with every change of the rules above.
  package static let version = 2

  /// A register may fall by so much without meaning anything: wallboxes round, and some report a stop 1 or
  /// 2 Wh below an earlier sample.
  package static let jitterMilliWh: Int64 = 2_000

  /// Readings may lie so far apart before a price that changes between them is flagged `interpolated`: the
  /// interval of clock-aligned values.
  static let longestGapMs: Int64 = 900_000

  /// The longest transaction that is priced by time of day: 1000 days.
  static let longestMs: Int64 = 86_400_000_000

  /// Decimal places of the `exact_…` values and quantities that are shown. They explain; nothing is computed
  /// from them.
  static let shownDecimals = 6
}
