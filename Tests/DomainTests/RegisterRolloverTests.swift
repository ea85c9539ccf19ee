import Domain
import Testing

@Suite("A register that begins again") struct RegisterRolloverTests {
  @Test("is believed at the two ends that meters have, when both registers lie close to it")
  func ends() {
    #expect(RegisterRollover.modulus(startMilliWh: 999_999_000_000, stopMilliWh: 5_000) == 1_000_000_000_000)
    #expect(
      RegisterRollover.modulus(startMilliWh: 4_294_967_000_000, stopMilliWh: 0) == 4_294_967_296_000)
    #expect(RegisterRollover.modulus(startMilliWh: 999_999_000_000, stopMilliWh: 2_000_000_000) == nil)
    #expect(RegisterRollover.modulus(startMilliWh: 998_000_000_000, stopMilliWh: 5_000) == nil)
    #expect(RegisterRollover.modulus(startMilliWh: 5_000, stopMilliWh: 4_000) == nil)
    #expect(RegisterRollover.modulus(startMilliWh: 4_000, stopMilliWh: 5_000) == nil)
    #expect(RegisterRollover.modulus(startMilliWh: .max, stopMilliWh: .min) == nil)
  }
}
