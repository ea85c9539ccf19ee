import Billing
import Domain
import Testing

@Suite struct ReadingsBetweenTests {
  /// Minutes and Wh of a charge from 1000 to 11000 Wh in an hour.
  private func readings(_ samples: [(Int64, Int64)], start: Int64 = 1000, stop: Int64 = 11_000) -> [[Int64]] {
    func reading(_ minute: Int64, _ wattHours: Int64) -> RegisterReading {
      RegisterReading(at: Instant(millisecondsSince1970: minute * 60_000), energyMilliWh: wattHours * 1000)
    }
    return Plausibility.readings(
      start: reading(0, start), stop: reading(60, stop), samples: samples.map { reading($0.0, $0.1) }
    ).map { [$0.at.millisecondsSince1970 / 60_000, $0.energyMilliWh / 1000] }
  }

  private let ends: [[Int64]] = [[0, 1000], [60, 11_000]]

  @Test("samples that fit start and stop are used in the order of their instants")
  func fitting() {
    #expect(readings([(45, 9000), (15, 3000)]) == [[0, 1000], [15, 3000], [45, 9000], [60, 11_000]])
  }

  @Test("samples that count the charge from 0 are moved to the register of the start")
  func fromZero() {
    let samples: [(Int64, Int64)] = [(5, 800), (45, 8000)]
    let expected: [[Int64]] = [[0, 50_001_000], [5, 50_001_800], [45, 50_009_000], [60, 50_011_000]]
    #expect(readings(samples, start: 50_001_000, stop: 50_011_000) == expected)
  }

  @Test("samples that tell another story are left out, all of them")
  func disagreeing() {
    #expect(readings([(15, 3000), (60, 20_000)]) == ends)
    #expect(readings([(15, 2_003_000), (45, 2_009_000)]) == ends)
  }

  @Test("one that lies outside the charge or falls below another is left out alone")
  func single() {
    #expect(
      readings([(15, 3000), (30, 0), (45, 9000)]) == [[0, 1000], [15, 3000], [45, 9000], [60, 11_000]])
    #expect(
      readings([(-1, 1000), (0, 1000), (61, 11_000), (30, 5000)]) == [[0, 1000], [30, 5000], [60, 11_000]])
    #expect(readings([(30, 5000)], stop: 999) == [[0, 1000], [60, 999]])
  }
}
