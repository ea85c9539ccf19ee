import Domain
import Testing

@Suite struct RoundingTests {
  @Test(
    "halves go away from zero, everything else to the nearest",
    arguments: [
      (5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (5, 3, 2), (-5, 3, -2), (0, 7, 0), (1, 2, 1),
      (-1, 2, -1), (49, 100, 0), (50, 100, 1), (-49, 100, 0), (7, 1, 7),
    ] as [(Int128, Int128, Int128)])
  func halves(numerator: Int128, denominator: Int128, expected: Int128) {
    #expect(roundHalfAwayFromZero(numerator, over: denominator) == expected)
  }

  @Test("the ends of the range do not overflow")
  func ends() {
    #expect(roundHalfAwayFromZero(.max, over: 1) == .max)
    #expect(roundHalfAwayFromZero(.min, over: 1) == .min)
    #expect(roundHalfAwayFromZero(.max, over: .max) == 1)
    #expect(roundHalfAwayFromZero(.min, over: .max) == -1)
    #expect(roundHalfAwayFromZero(.max / 2 + 1, over: .max) == 1)
    #expect(roundHalfAwayFromZero(.max / 2, over: .max) == 0)
  }
}
