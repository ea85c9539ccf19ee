import Testing

@testable import Simulator

extension PowerCurve {
  /// The power `second` seconds after the beginning; 0 before it and after the end.
  func watts(at second: Int64) -> Int64 {
    var car = Car(self)
    car.advance(to: second, limit: .max)
    return second < 0 ? 0 : car.wantedWatts
  }
}

@Suite struct CarTests {
  private let curve = PowerCurve(wattHours: 9_000, watts: 10_880, waitSeconds: 300, restSeconds: 900)

  @Test("without a limit it draws its curve, in whatever steps one looks")
  func unlimited() {
    var slow = Car(curve)
    var drawn: Int64 = 0
    for second in 0..<curve.seconds {
      drawn += slow.wantedWatts
      slow.advance(to: second + 1, limit: .max)
      #expect(slow.wattSeconds == drawn)
    }
    #expect(slow.wattSeconds == curve.wattSeconds)
    var fast = Car(curve)
    fast.advance(to: curve.seconds + 1_000, limit: .max)
    #expect(fast.wattSeconds == curve.wattSeconds)
    #expect(fast.second == curve.seconds + 1_000)
    #expect(fast.secondsUntilChange(limit: .max) == nil)
  }

  @Test(
    "with half the power it takes its time and gets the same in the end",
    arguments: [5_440, 1_380, 7] as [Int64])
  func limited(limit: Int64) {
    var car = Car(curve)
    car.advance(to: 300, limit: limit)
    #expect(car.wattSeconds == 0)
    car.advance(to: 1_300, limit: limit)
    #expect(car.wattSeconds == 1_000 * limit)
    car.advance(to: 10_000_000, limit: limit)
    #expect(car.wattSeconds == curve.wattSeconds)
  }

  @Test("without power it waits, and goes on where it was")
  func paused() throws {
    var car = Car(curve)
    car.advance(to: 400, limit: .max)
    let before = car.wattSeconds
    car.advance(to: 4_000, limit: 0)
    #expect(car.wattSeconds == before)
    #expect(car.wantedWatts == 10_880)
    #expect(car.secondsUntilChange(limit: 0) == nil)
    let left = try #require(car.secondsUntilChange(limit: Int64.max))
    car.advance(to: 4_000 + left, limit: .max)
    #expect(car.wantedWatts == 10_880 * 80 / 100)
  }
}
