import Domain
import OCPP
import Testing

@testable import Simulator

@Suite struct MeasurementTests {
  private let noon = Instant(millisecondsSince1970: 1_774_440_000_000)

  private let supply = PretendSupply(phases: 3, tenthsOfAmperes: 160)
  private let all = Measurement.measurands.joined(separator: ",")

  @Test("every make says the same energy in its own words", arguments: MeteringStyle.allCases)
  func energy(style: MeteringStyle) {
    let measurement = Measurement(
      at: noon, register: 12_345_678 * 3600 + 1_800, watts: 7_360, offered: supply.all, context: "Trigger")
    let readings = measurement.meterValue(style, all).reading(receivedAt: noon)
    #expect(readings.count == 1)
    #expect(readings.first?.energyMilliWh == 12_345_678_000)
    #expect(readings.first?.at == noon)
  }

  @Test("whoever measures power tells it", arguments: MeteringStyle.allCases)
  func power(style: MeteringStyle) {
    let measurement = Measurement(
      at: noon, register: 0, watts: 7_045, offered: supply.all, context: "Sample.Periodic")
    #expect(measurement.meterValue(style, all).powerW == 7_045)
  }
}
