import Domain
import OCPP

/// What the meter of a demo wallbox shows at a moment, in the words of its make.
struct Measurement {
  let at: Instant
  /// The register in watt-seconds.
  let register: Int64
  let watts: Int64
  /// What the car may draw.
  let offered: PowerLimit
  /// OCPP 1.6, 7.42 ReadingContext.
  let context: String

  /// What can be configured to be told (OCPP 1.6, 7.31).
  static let measurands = [
    "Energy.Active.Import.Register", "Power.Active.Import", "Current.Import", "Current.Offered", "Voltage",
  ]

  /// - Parameter measurands: the configured ones, as in the key MeterValuesSampledData.
  func meterValue(_ style: MeteringStyle, _ measurands: String) -> MeterValue {
    let names = measurands.split(separator: ",")
    return MeterValue(
      timestamp: WireTime(at),
      sampledValues: names.flatMap { samples(of: $0, style, isAlone: names.count == 1) })
  }

  private func samples(of measurand: Substring, _ style: MeteringStyle, isAlone: Bool) -> [SampledValue] {
    switch measurand {
    case "Energy.Active.Import.Register": [energy(style, isAlone: isAlone)]
    case "Power.Active.Import": [power(style)]
    case "Current.Import": phases { phase in sample("Current.Import", Self.tenths(amperes), "A", phase) }
    case "Voltage": phases { phase in sample("Voltage", String(229 + phase), "V", phase, neutral: true) }
    default:
      [
        SampledValue(
          value: Self.tenths(offered.tenthsOfAmperes), context: context,
          measurand: "Current.Offered", unit: "A")
      ]
    }
  }

  private func energy(_ style: MeteringStyle, isAlone: Bool) -> SampledValue {
    let wattHours = register / 3600
    switch style {
    case .energyOnly where isAlone: return SampledValue(value: String(wattHours))
    case .kilowattHours: return outlet("Energy.Active.Import.Register", Self.thousandths(wattHours), "kWh")
    case .energyOnly, .power, .full: return outlet("Energy.Active.Import.Register", String(wattHours), "Wh")
    }
  }

  private func power(_ style: MeteringStyle) -> SampledValue {
    switch style {
    case .kilowattHours: outlet("Power.Active.Import", Self.thousandths(watts), "kW")
    case .energyOnly, .power, .full: outlet("Power.Active.Import", String(watts), "W")
    }
  }

  /// Tenths of an ampere on each phase in use.
  private var amperes: Int { Int(watts) * 10 / (PretendSupply.volts * offered.phases) }

  private func phases(_ sample: (Int) -> SampledValue) -> [SampledValue] {
    (1...offered.phases).map(sample)
  }

  private func sample(
    _ measurand: String, _ value: String, _ unit: String, _ phase: Int, neutral: Bool = false
  ) -> SampledValue {
    SampledValue(
      value: value, context: context, measurand: measurand, phase: "L\(phase)" + (neutral ? "-N" : ""),
      unit: unit)
  }

  private func outlet(_ measurand: String, _ value: String, _ unit: String) -> SampledValue {
    SampledValue(value: value, context: context, measurand: measurand, location: "Outlet", unit: unit)
  }

  private static func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }

  /// A number of thousandths, with all three decimals as such makes send them.
  private static func thousandths(_ value: Int64) -> String {
    let rest = String(value % 1000)
    return "\(value / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}

extension DemoWallbox {
  /// What its meter tells from the start.
  var measurands: String {
    switch style {
    case .energyOnly: "Energy.Active.Import.Register"
    case .power, .kilowattHours: "Energy.Active.Import.Register,Power.Active.Import"
    case .full: "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage"
    }
  }

  /// More than one phase of 32 A needs three.
  package var supply: PretendSupply {
    let phases = watts > 7_400 ? 3 : 1
    let amperes = (Int(watts) + PretendSupply.volts * phases / 2) / (PretendSupply.volts * phases)
    return PretendSupply(phases: phases, tenthsOfAmperes: amperes * 10)
  }
}
