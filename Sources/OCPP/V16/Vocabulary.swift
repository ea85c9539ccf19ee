import Formats

/// The words that fill MeterValues (OCPP 1.6, 7.23, 7.30, 7.31, 7.34, 7.42, 7.45): as literals they cost no
/// memory and no check of their bytes, which is most of the work of reading such a message.
enum Vocabulary {
  /// Nil: another word. Sorted out by length first, so that few are compared.
  static func word(_ token: JSONToken) -> String? {
    switch token.bytes.count {
    case 1...3: short(token)
    case 4...14: medium(token)
    default: long(token)
    }
  }

  private static func short(_ token: JSONToken) -> String? {
    switch token {
    case "A": "A"
    case "V": "V"
    case "W": "W"
    case "Wh": "Wh"
    case "kW": "kW"
    case "L1": "L1"
    case "L2": "L2"
    case "L3": "L3"
    case "kWh": "kWh"
    case "Raw": "Raw"
    case "SoC": "SoC"
    default: nil
    }
  }

  private static func medium(_ token: JSONToken) -> String? {
    switch token {
    case "L1-N": "L1-N"
    case "L2-N": "L2-N"
    case "L3-N": "L3-N"
    case "Outlet": "Outlet"
    case "Voltage": "Voltage"
    case "Percent": "Percent"
    case "Current.Import": "Current.Import"
    case "Power.Offered": "Power.Offered"
    case "Temperature": "Temperature"
    case "Frequency": "Frequency"
    case "Celsius": "Celsius"
    case "Inlet": "Inlet"
    default: nil
    }
  }

  private static func long(_ token: JSONToken) -> String? {
    switch token {
    case "Sample.Periodic": "Sample.Periodic"
    case "Energy.Active.Import.Register": "Energy.Active.Import.Register"
    case "Power.Active.Import": "Power.Active.Import"
    case "Current.Offered": "Current.Offered"
    case "Transaction.Begin": "Transaction.Begin"
    case "Transaction.End": "Transaction.End"
    case "Energy.Active.Export.Register": "Energy.Active.Export.Register"
    case "Energy.Active.Import.Interval": "Energy.Active.Import.Interval"
    case "Power.Reactive.Import": "Power.Reactive.Import"
    default: nil
    }
  }
}
