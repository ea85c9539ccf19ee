import Testing

@testable import Simulator

@Suite struct PowerCurveTests {
  @Test(
    "a curve brings the energy it was made for, to one second of the least power",
    arguments: [5_000, 12_345, 30_000] as [Int64], [3_700, 7_400, 11_000] as [Int64])
  func brings(wattHours: Int64, watts: Int64) {
    let curve = PowerCurve(wattHours: wattHours, watts: watts, waitSeconds: 600, restSeconds: 1_800)
    let missing = wattHours * 3600 - curve.wattSeconds
    #expect((0..<watts * 30 / 100 + 1).contains(missing))
    #expect(curve.steps.allSatisfy { $0.watts <= watts })
  }

  @Test("it waits without power first, and rests without power last")
  func waits() {
    let curve = PowerCurve(wattHours: 9_000, watts: 10_880, waitSeconds: 300, restSeconds: 900)
    #expect(curve.watts(at: 0) == 0)
    #expect(curve.watts(at: 299) == 0)
    #expect(curve.watts(at: 300) == 10_880)
    #expect(curve.watts(at: curve.seconds - 1) == 0)
    #expect(curve.watts(at: curve.seconds - 901) > 0)
    #expect(curve.watts(at: curve.seconds) == 0)
  }
}
