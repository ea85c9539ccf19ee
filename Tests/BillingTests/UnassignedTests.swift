import Billing
import Domain
import Testing

@Suite("Energy outside charges") struct UnassignedTests {
  /// Minutes and Wh.
  private func reading(_ minute: Int64, _ wattHours: Int64) -> RegisterReading {
    RegisterReading(
      at: Instant(millisecondsSince1970: minute * 60_000), energyMilliWh: wattHours * 1000)
  }

  private func charge(_ start: (Int64, Int64), _ stop: (Int64, Int64)?) -> Unassigned.Charge {
    Unassigned.Charge(
      start: reading(start.0, start.1), stop: stop.map { reading($0.0, $0.1) }, isOpen: stop == nil)
  }

  private func found(
    _ charges: [Unassigned.Charge], _ readings: [(Int64, Int64)] = []
  ) -> [[Int64]] {
    Unassigned.energy(charges: charges, readings: readings.map { reading($0.0, $0.1) }).map {
      [$0.from.millisecondsSince1970 / 60_000, $0.to.millisecondsSince1970 / 60_000, $0.energyMilliWh / 1000]
    }
  }

  @Test("is what the register rose between two charges, beyond a few Wh")
  func between() {
    #expect(found([charge((0, 100), (60, 5_100)), charge((120, 5_110), (180, 9_000))]) == [])
    #expect(
      found([charge((0, 100), (60, 5_100)), charge((120, 7_100), (180, 9_000))]) == [[60, 120, 2_000]])
  }

  @Test("is found at the readings in between, small steps together")
  func readings() {
    let charges = [charge((0, 100), (60, 5_100)), charge((600, 5_124), (660, 6_000))]
    #expect(
      found(charges, [(30, 3_000), (70, 5_100), (80, 5_108), (90, 5_116), (100, 5_124)]) == [[70, 100, 24]])
    #expect(found([], [(0, 0), (15, 0), (30, 2_000), (45, 4_000), (60, 4_000)]) == [[15, 45, 4_000]])
  }

  @Test("begins anew when the register falls, and while a charge runs nothing is outside")
  func falls() {
    #expect(found([charge((0, 0), (60, 5_000)), charge((120, 0), (180, 3_000))]) == [])
    #expect(found([], [(0, 9_000), (10, 0), (20, 500)]) == [[10, 20, 500]])
    #expect(found([charge((0, 100), nil)], [(-10, 50), (10, 900), (20, 1_800)]) == [[-10, 0, 50]])
  }

  @Test("registers of any size do not trap")
  func extremes() {
    let ends: [Int64] = [.min, 0, .max]
    for a in ends {
      for b in ends {
        let readings = [a, b].map {
          RegisterReading(at: Instant(millisecondsSince1970: $0), energyMilliWh: $0)
        }
        _ = Unassigned.energy(charges: [], readings: readings)
      }
    }
  }
}
