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
///    mWh, and slices are differences of such values, so they always add up. A threshold of energy cuts
///    exactly at itself; the instant at which it is reached is rounded to 1 ms. Where such a split decides a
///    price between readings that lie far apart the cost is flagged `interpolated`. Power is the mean between
///    the readings around an instant, 0 outside of them; current is what the states tell, 0 when idle.
/// 4. Intervals include their start and exclude their end. Durations are elapsed time. Time that no state
///    covers counts as charging. Times of day, weekdays and dates are those of the site's zone at the instant
///    itself: an hour that the clock shows twice counts twice, and 22:00 to 06:00 on FRIDAY ends at midnight
///    and begins with Friday's first hours.
/// 5. At every instant and per dimension the first element whose restrictions all hold and that has the
///    dimension prices it (OCPI 2.2.1, mod_tariffs); where none does, it costs nothing. FLAT counts once per
///    transaction, by the first that applies, also at zero energy. TIME counts charging, PARKING_TIME idling.
///    Energy that no element prices has the market price of `dynamic`: spot / 1000 x (1 + markup) +
///    surcharge, then the floor. A market price that is not known makes the transaction wait.
/// 6. `step_size` once per transaction: for ENERGY, and for TIME and PARKING_TIME together, where only the
///    parking total is rounded if there is any. Rounded up; the surplus is priced at the last component used.
///    0 or absent: no rounding. Market prices have none. A reservation is rounded apart.
/// 7. `vat` of a component absent: VAT does not apply to it, which is not the same as 0 %. `default_vat` is
///    for amounts that no component made: a limit that binds where there is no mix to follow. `vat_changes`
///    replace every rate that there is from their instant on; a start fee has that of the instant at which it
///    applies, a limit without a mix that of the start.
/// 8. `min_price` and `max_price` hold the exact net and the exact gross each to its own limit; where one
///    binds, vat = gross - net. A half that is not given follows from the transaction's VAT mix, else from
///    `default_vat`, else from the only rate of the tariff.
/// 9. Below `waive_if_energy_below_wh` a transaction is waived: all amounts are 0 and limits do not apply.
/// 10. A reservation is priced by the elements with that restriction alone, FLAT and TIME, until the charge
///    begins. When nobody came, RESERVATION_EXPIRES goes before RESERVATION, dimension by dimension, and
///    without any charge nothing else counts.
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
