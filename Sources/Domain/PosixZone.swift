/// The rule for the years to come at the end of a zone file: a POSIX TZ string such as
/// `CET-1CEST,M3.5.0,M10.5.0/3` (IEEE 1003.1 8.3, with the wider hours of RFC 8536, 3.3.1).
struct PosixZone: Sendable, Equatable {
  /// When the clock changes, in local time before the change.
  enum Day: Sendable, Equatable {
    /// `Mm.w.d`: weekday d (0 is Sunday) of week w (5: the last) in month m.
    case weekday(month: Int, week: Int, day: Int)
    /// `Jn`: day 1 to 365, the leap day not counted.
    case julian(Int)
    /// `n`: day 0 to 365, the leap day counted.
    case ordinal(Int)
  }

  struct Summer: Sendable, Equatable {
    var offset: Int
    var start: Day
    var startSecond: Int
    var end: Day
    var endSecond: Int
  }

  var standardOffset: Int
  var summer: Summer?

  /// Seconds east of UTC at so many seconds since 1970.
  func offset(at seconds: Int) -> Int {
    guard let summer else { return standardOffset }
    let days = (seconds + standardOffset).flooredQuotient(by: 86_400)
    let year = LocalDate(daysSince1970: days).year
    let start = summer.start.days(in: year) * 86_400 + summer.startSecond - standardOffset
    let end = summer.end.days(in: year) * 86_400 + summer.endSecond - summer.offset
    let isSummer =
      start < end ? (start..<end).contains(seconds) : !(end..<max(end, start)).contains(seconds)
    return isSummer ? summer.offset : standardOffset
  }
}

extension PosixZone.Day {
  /// Days since 1970 of this day in a year.
  func days(in year: Int) -> Int {
    let newYear = LocalDate(year: year, month: 1, day: 1).daysSince1970
    switch self {
    case .ordinal(let n): return newYear + n
    case .julian(let n):
      let isLeap = LocalDate(year: year + 1, month: 1, day: 1).daysSince1970 - newYear == 366
      return newYear + n - 1 + (isLeap && n >= 60 ? 1 : 0)
    case .weekday(let month, let week, let day):
      let first = LocalDate(year: year, month: month, day: 1)
      let next =
        month == 12
        ? LocalDate(year: year + 1, month: 1, day: 1).daysSince1970
        : LocalDate(year: year, month: month + 1, day: 1).daysSince1970
      var result = first.daysSince1970 + (day - first.weekday % 7 + 7) % 7 + (week - 1) * 7
      while result >= next { result -= 7 }
      return result
    }
  }
}

extension Int {
  /// The quotient rounded towards minus infinity; the divisor is positive.
  func flooredQuotient(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
