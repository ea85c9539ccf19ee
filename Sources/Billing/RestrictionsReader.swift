import Domain
import Formats

extension Restrictions {
  /// Nil for an object that restricts nothing. Throws what is unknown, and what no instant could fulfil.
  static func parse(_ json: JSONValue, path: String) throws(InvalidInput) -> Restrictions? {
    var reader = try ObjectReader(json, path: path)
    var restrictions = Restrictions()
    restrictions.time = try reader.timeOfDay()
    restrictions.dates = Band(
      least: try reader.optionalDate("start_date"), below: try reader.optionalDate("end_date"))
    restrictions.weekdays = try reader.weekdays()
    restrictions.energy = Band(
      least: try reader.optionalKilowattHours("min_kwh"), below: try reader.optionalKilowattHours("max_kwh"))
    restrictions.power = Band(
      least: try reader.optionalMagnitude("min_power")?.value,
      below: try reader.optionalMagnitude("max_power")?.value)
    restrictions.current = Band(
      least: try reader.optionalMagnitude("min_current")?.value,
      below: try reader.optionalMagnitude("max_current")?.value)
    restrictions.duration = Band(
      least: try reader.optionalSeconds("min_duration"), below: try reader.optionalSeconds("max_duration"))
    restrictions.reservation = try reader.reservationRestriction()
    try reader.finish()
    try restrictions.check(reader)
    return restrictions == Restrictions() ? nil : restrictions
  }

  private func check(_ reader: ObjectReader) throws(InvalidInput) {
    let bands = [
      (dates.isEmpty, "start_date", "end_date"),
      (energy.isEmpty || energy.below == 0, "min_kwh", "max_kwh"),
      (power.isEmpty || power.below == .zero, "min_power", "max_power"),
      (current.isEmpty || current.below == .zero, "min_current", "max_current"),
      (duration.isEmpty || duration.below == 0, "min_duration", "max_duration"),
    ]
    for (isEmpty, least, below) in bands where isEmpty {
      let order = least == "start_date" ? "after start_date" : "greater than 0 and than \(least)"
      throw InvalidInput(path: reader.path(of: below), reason: "must be \(order), else it never applies")
    }
    guard reservation != nil else { return }
    for (isGiven, name) in [
      (energy != Band(), "min_kwh and max_kwh"), (power != Band(), "min_power and max_power"),
      (current != Band(), "min_current and max_current"),
    ] where isGiven {
      throw InvalidInput(
        path: reader.path(of: "reservation"),
        reason: "cannot stand beside \(name): nothing is charged while a place is reserved")
    }
  }
}

extension Band {
  /// Whether both ends are given and nothing lies between them.
  fileprivate var isEmpty: Bool {
    guard let least, let below else { return false }
    return !(least < below)
  }
}

extension ObjectReader {
  fileprivate mutating func timeOfDay() throws(InvalidInput) -> TimeOfDay? {
    let start = try optionalMinute("start_time")
    let end = try optionalMinute("end_time")
    guard start != nil || end != nil else { return nil }
    let time = TimeOfDay(start: start ?? 0, end: end ?? 0)
    guard time.start != time.end || time.start == 0 else {
      throw InvalidInput(
        path: path(of: "end_time"), reason: "is the same as start_time: leave both out for the whole day")
    }
    return time
  }

  /// `HH:MM` in seconds since midnight.
  private mutating func optionalMinute(_ name: String) throws(InvalidInput) -> Int? {
    guard optional(name) != nil else { return nil }
    let digits = Array(try text(name).utf8)
    let isClock =
      digits.count == 5 && digits[2] == UInt8(ascii: ":")
      && [0, 1, 3, 4].allSatisfy { (48...57).contains(digits[$0]) }
    if isClock {
      let hour = Int(digits[0] - 48) * 10 + Int(digits[1] - 48)
      let minute = Int(digits[3] - 48) * 10 + Int(digits[4] - 48)
      if hour < 24, minute < 60 { return (hour * 60 + minute) * 60 }
    }
    throw InvalidInput(
      path: path(of: name),
      reason: "must be a time from \"00:00\" to \"23:59\" (as an end, 00:00 is midnight)")
  }

  fileprivate mutating func optionalDate(_ name: String) throws(InvalidInput) -> LocalDate? {
    guard optional(name) != nil else { return nil }
    let parts = try text(name).utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.allSatisfy { (48...57).contains($0) } ? Int(String(Substring(part))) : nil
    }
    if parts.map(\.count) == [4, 2, 2], numbers.count == 3,
      let date = LocalDate(existing: numbers[0], numbers[1], numbers[2])
    {
      return date
    }
    throw InvalidInput(path: path(of: name), reason: "must be a date such as \"2026-03-31\"")
  }

  fileprivate mutating func weekdays() throws(InvalidInput) -> Set<Weekday> {
    guard optional("day_of_week") != nil else { return [] }
    var days: Set<Weekday> = []
    for (index, json) in try elements("day_of_week").enumerated() {
      guard let day = json.stringValue.flatMap(Weekday.init) else {
        let known = Weekday.allCases.map(\.rawValue).joined(separator: ", ")
        throw InvalidInput(
          path: JSONPath.joined(path(of: "day_of_week"), index), reason: "must be one of \(known)")
      }
      days.insert(day)
    }
    return days
  }

  fileprivate mutating func optionalKilowattHours(_ name: String) throws(InvalidInput) -> Int128? {
    guard let value = try optionalMagnitude(name)?.value else { return nil }
    do {
      let milliWh = try value * Rational(1_000_000)
      if milliWh.denominator == 1 { return milliWh.numerator }
    } catch {
      // Too large, which is as wrong.
    }
    throw InvalidInput(path: path(of: name), reason: "must have at most six decimals of a kWh")
  }

  fileprivate mutating func optionalSeconds(_ name: String) throws(InvalidInput) -> Int128? {
    guard let json = optional(name) else { return nil }
    guard let seconds = (json.numberText ?? json.stringValue).flatMap({ Int64($0) }), seconds >= 0 else {
      throw InvalidInput(path: path(of: name), reason: "must be a whole number of seconds, not negative")
    }
    return Int128(seconds) * 1000
  }

  fileprivate mutating func reservationRestriction() throws(InvalidInput) -> ReservationRestriction? {
    guard optional("reservation") != nil else { return nil }
    guard let restriction = ReservationRestriction(rawValue: try text("reservation")) else {
      let known = ReservationRestriction.allCases.map(\.rawValue).joined(separator: " or ")
      throw InvalidInput(path: path(of: "reservation"), reason: "must be \(known)")
    }
    return restriction
  }
}
