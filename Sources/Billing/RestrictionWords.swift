import Domain

extension Restrictions {
  /// When it applies, for the sentences of an explanation: `from 22:00 to 06:00`; starts with a space.
  func words() throws(AmountOverflow) -> String {
    var words: [String] = []
    if let time { words.append("from \(Self.clock(time.start)) to \(Self.clock(time.end, isEnd: true))") }
    if let date = dates.least { words.append("from \(LocalText.date(date)) on") }
    if let date = dates.below { words.append("until the end of \(LocalText.date(date.before))") }
    let days = Weekday.allCases.filter(weekdays.contains)
    if !days.isEmpty { words.append("on " + days.map(\.name).joined(separator: ", ")) }
    words += Self.band(energy, "kWh", of: "energy") { DecimalDigits.kilowattHours(milliWh: $0) }
    words += try Self.band(power, "kW", of: "power")
    words += try Self.band(current, "A", of: "current")
    words += Self.band(duration, "s", of: "duration") { String($0 / 1000) }
    switch reservation {
    case .reservation: words.append("for the reservation")
    case .expires: words.append("for the reservation that nobody used")
    case nil: break
    }
    return words.map { " " + $0 }.joined()
  }

  private static func clock(_ second: Int, isEnd: Bool = false) -> String {
    if isEnd, second == 0 { return "24:00" }
    return "\(LocalText.two(second / 3600)):\(LocalText.two(second / 60 % 60))"
  }

  private static func band(_ band: Band<Rational>, _ unit: String, of what: String) throws(AmountOverflow)
    -> [String]
  {
    let least = try band.least?.shown()
    let below = try band.below?.shown()
    return phrases(least, below, unit, what)
  }

  private static func band(
    _ band: Band<Int128>, _ unit: String, of what: String, text: (Int128) -> String
  ) -> [String] {
    phrases(band.least.map(text), band.below.map(text), unit, what)
  }

  private static func phrases(_ least: String?, _ below: String?, _ unit: String, _ what: String) -> [String]
  {
    switch (least, below) {
    case (let least?, let below?): ["at \(what) from \(least) to below \(below) \(unit)"]
    case (let least?, nil): ["at \(what) from \(least) \(unit)"]
    case (nil, let below?): ["at \(what) below \(below) \(unit)"]
    case (nil, nil): []
    }
  }
}

extension LocalDate {
  fileprivate var before: LocalDate { LocalDate(daysSince1970: daysSince1970 - 1) }
}
