import Domain

/// A month of the calendar, as in an address: `2026-03`.
struct Month: Comparable, Sendable {
  let year: Int
  /// 1 to 12.
  let month: Int

  init(of date: LocalDate) { (year, month) = (date.year, date.month) }

  private init(year: Int, month: Int) { (self.year, self.month) = (year, month) }

  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == 4, parts[1].count == 2,
      parts.joined().allSatisfy(\.isASCIIDigit), let year = Int(parts[0]), let month = Int(parts[1]),
      (1...12).contains(month), year >= 1970
    else { return nil }
    (self.year, self.month) = (year, month)
  }

  var text: String { "\(year)-\(PageFormat.two(month))" }

  var next: Month { month == 12 ? Month(year: year + 1, month: 1) : Month(year: year, month: month + 1) }

  /// When it begins there.
  func start(in zone: TimeZoneRules) -> Instant {
    zone.startOfDay(LocalDate(year: year, month: month, day: 1))
  }

  static func < (a: Month, b: Month) -> Bool { (a.year, a.month) < (b.year, b.month) }
}
