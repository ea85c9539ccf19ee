import Domain

/// From `least` (included) up to `below` (excluded); nil: open at that end.
struct Band<Value: Comparable & Sendable>: Equatable, Sendable {
  var least: Value?
  var below: Value?

  func contains(_ value: Value) -> Bool {
    if let least, value < least { return false }
    if let below, !(value < below) { return false }
    return true
  }

  /// Where what it says may change.
  var edges: [Value] { [least, below].compactMap(\.self) }
}

/// OCPI: DayOfWeek.
enum Weekday: String, CaseIterable, Sendable {
  case monday = "MONDAY"
  case tuesday = "TUESDAY"
  case wednesday = "WEDNESDAY"
  case thursday = "THURSDAY"
  case friday = "FRIDAY"
  case saturday = "SATURDAY"
  case sunday = "SUNDAY"

  init(of date: LocalDate) { self = Self.allCases[date.weekday - 1] }

  /// Monday.
  var name: String { rawValue.prefix(1) + rawValue.dropFirst().lowercased() }
}

/// What an element that does not price charging prices instead (OCPI: ReservationRestrictionType).
enum ReservationRestriction: String, CaseIterable, Sendable {
  case reservation = "RESERVATION"
  /// Of a reservation that nobody used.
  case expires = "RESERVATION_EXPIRES"
}

/// Hours of the day in local time. An end that is not after the start belongs to the next day, so that 00:00
/// is the end of the day.
struct TimeOfDay: Equatable, Sendable {
  /// Seconds since local midnight.
  var start: Int
  /// Excluded.
  var end: Int

  func contains(_ secondOfDay: Int) -> Bool {
    start < end
      ? start <= secondOfDay && secondOfDay < end
      : start <= secondOfDay || secondOfDay < end
  }
}

/// When an element applies (OCPI 2.2.1, mod_tariffs 1.4.6 TariffRestrictions): all that is given must hold at
/// the instant in question.
struct Restrictions: Equatable, Sendable {
  var time: TimeOfDay?
  /// Local dates.
  var dates = Band<LocalDate>()
  /// Empty: every day.
  var weekdays: Set<Weekday> = []
  /// mWh of the transaction so far.
  var energy = Band<Int128>()
  /// kW.
  var power = Band<Rational>()
  /// A, all phases together.
  var current = Band<Rational>()
  /// Milliseconds since the start.
  var duration = Band<Int128>()
  /// Nil: charging.
  var reservation: ReservationRestriction?

  /// Whether all of it but `reservation` holds.
  func hold(at moment: Moment) -> Bool {
    hold(at: moment.local)
      && energy.contains(moment.milliWh)
      && power.contains(moment.kilowatts)
      && (current == Band() || moment.amperes.map(current.contains) ?? false)
      && duration.contains(moment.elapsedMs)
  }

  /// Whether what it says of day and time holds.
  func hold(at local: LocalDateTime) -> Bool {
    (time?.contains(local.secondOfDay) ?? true)
      && dates.contains(local.date)
      && (weekdays.isEmpty || weekdays.contains(Weekday(of: local.date)))
  }

  /// Whether it asks how the charge went so far.
  var asksCharge: Bool {
    energy != Band() || power != Band() || current != Band() || duration != Band()
  }

  var asksCalendar: Bool { time != nil || dates != Band() || !weekdays.isEmpty }
}

/// What restrictions ask about an instant.
struct Moment {
  /// Charging, or a reservation before it.
  enum Phase { case charging, reserved, expired }

  var at: Instant
  var local: LocalDateTime
  var elapsedMs: Int128
  /// The last threshold of the tariff that the energy has reached; 0: none yet.
  var milliWh: Int128
  /// The mean between the readings around it.
  var kilowatts: Rational
  /// Nil: not known.
  var amperes: Rational?
  var phase: Phase
}
