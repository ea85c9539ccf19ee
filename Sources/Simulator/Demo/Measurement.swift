import Domain
import OCPP

/// What the meter of a demo wallbox shows at a moment, in the words of its make.
struct Measurement {
  let at: Instant
  /// The register in watt-seconds.
  let register: Int64
  let watts: Int64
  /// OCPP 1.6, 7.42 ReadingContext.
  let context: String

  func meterValue(_ style: MeteringStyle) -> MeterValue {
    MeterValue(timestamp: WireTime(at), sampledValues: samples(style))
  }

  private func samples(_ style: MeteringStyle) -> [SampledValue] {
    let wattHours = register / 3600
    switch style {
    case .energyOnly: return [SampledValue(value: String(wattHours))]
    case .power: return [energy(String(wattHours), "Wh"), power(String(watts), "W")]
    case .kilowattHours:
      return [energy(Self.thousandths(wattHours), "kWh"), power(Self.thousandths(watts), "kW")]
    case .full: return [energy(String(wattHours), "Wh"), power(String(watts), "W")] + phases
    }
  }

  private func energy(_ value: String, _ unit: String) -> SampledValue {
    SampledValue(
      value: value, context: context, measurand: "Energy.Active.Import.Register", location: "Outlet",
      unit: unit)
  }

  private func power(_ value: String, _ unit: String) -> SampledValue {
    SampledValue(
      value: value, context: context, measurand: "Power.Active.Import", location: "Outlet", unit: unit)
  }

  /// Three phases at 230 V carry a third of the power each.
  private var phases: [SampledValue] {
    (1...3).flatMap { phase in
      let tenths = watts * 10 / 3 / 230
      return [
        SampledValue(
          value: "\(tenths / 10).\(tenths % 10)", context: context, measurand: "Current.Import",
          phase: "L\(phase)", unit: "A"),
        SampledValue(
          value: String(229 + phase), context: context, measurand: "Voltage", phase: "L\(phase)-N",
          unit: "V"),
      ]
    }
  }

  /// A number of thousandths, with all three decimals as such makes send them.
  private static func thousandths(_ value: Int64) -> String {
    let rest = String(value % 1000)
    return "\(value / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
