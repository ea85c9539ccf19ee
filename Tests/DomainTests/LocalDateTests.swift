import Domain
import Testing

@Suite struct LocalDateTests {
  @Test("days are counted from 1970 and back")
  func dayNumbers() {
    #expect(LocalDate(year: 1970, month: 1, day: 1).daysSince1970 == 0)
    #expect(LocalDate(year: 2000, month: 3, day: 1).daysSince1970 == 11_017)
    #expect(LocalDate(year: 1900, month: 2, day: 28).daysSince1970 == -25_509)
    #expect(LocalDate(daysSince1970: -25_508) == LocalDate(year: 1900, month: 3, day: 1))
    #expect(LocalDate(daysSince1970: 11_016) == LocalDate(year: 2000, month: 2, day: 29))
    for day in stride(from: -800_000, through: 800_000, by: 137) {
      #expect(LocalDate(daysSince1970: day).daysSince1970 == day)
    }
  }

  @Test("days follow one another")
  func order() {
    for day in -1000..<1000 {
      #expect(LocalDate(daysSince1970: day) < LocalDate(daysSince1970: day + 1))
    }
  }

  @Test("Monday is 1 and Sunday is 7")
  func weekdays() {
    #expect(LocalDate(year: 2026, month: 3, day: 2).weekday == 1)
    #expect(LocalDate(year: 2026, month: 3, day: 1).weekday == 7)
    #expect(LocalDate(year: 1969, month: 12, day: 31).weekday == 3)
  }
}
