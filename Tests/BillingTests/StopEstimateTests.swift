import Billing
import Domain
import Testing

@Suite("A stop that never came") struct StopEstimateTests {
  private func reading(_ minute: Int64, _ wattHours: Int64) -> RegisterReading {
    RegisterReading(at: Instant(millisecondsSince1970: minute * 60_000), energyMilliWh: wattHours * 1000)
  }

  /// Minute and Wh of the end of a charge from minute 0 at 1 000 000 Wh.
  private func end(
    _ samples: [(Int64, Int64)], outside: [(Int64, Int64)] = [], until: Int64 = 120
  ) -> [Int64] {
    let end = StopEstimate(start: reading(0, 1_000_000)).end(
      samples: samples.map { reading($0.0, $0.1) }, outside: outside.map { reading($0.0, $0.1) },
      until: Instant(millisecondsSince1970: until * 60_000))
    return [end.at.millisecondsSince1970 / 60_000, end.energyMilliWh / 1000]
  }

  @Test("is assumed at the newest reading, or at the start")
  func newest() {
    #expect(end([(30, 1_005_000), (60, 1_009_000)]) == [60, 1_009_000])
    #expect(end([]) == [0, 1_000_000])
  }

  @Test("is not assumed at a register that fell, leapt, or was read afterwards")
  func implausible() {
    #expect(end([(30, 1_005_000), (60, 0)]) == [30, 1_005_000])
    #expect(end([(30, 1_005_000), (60, 9_005_000)]) == [30, 1_005_000])
    #expect(end([(30, 1_005_000), (200, 1_006_000)]) == [30, 1_005_000])
  }

  @Test("is assumed at a newer reading of the connector if it goes on from there")
  func outside() {
    #expect(end([(30, 1_005_000)], outside: [(15, 1_002_000), (45, 1_006_000)]) == [45, 1_006_000])
    #expect(end([(30, 1_005_000)], outside: [(45, 12), (130, 1_007_000)]) == [30, 1_005_000])
  }

  @Test("counts samples that begin at 0 on top of the start")
  func fromZero() {
    #expect(end([(1, 0), (30, 5_000)]) == [30, 1_005_000])
  }
}
