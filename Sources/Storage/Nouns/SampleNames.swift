/// A list of names with codes from 1; 0 stands for none, `escape` for a name that is not in the list. The
/// lists are part of the file format: names are only ever added at the end.
struct SampleNames: Sendable {
  let escape: UInt8
  private let names: [String]
  /// Codes by the length of the name: few candidates, and no hash to compute for every sample.
  private let byLength: [[UInt8]]

  private init(escape: UInt8, _ names: [String]) {
    self.escape = escape
    self.names = names
    var byLength: [[UInt8]] = []
    for (index, name) in names.enumerated() {
      while byLength.count <= name.utf8.count { byLength.append([]) }
      byLength[name.utf8.count].append(UInt8(index + 1))
    }
    self.byLength = byLength
  }

  func code(of name: String?) -> UInt8 {
    guard let name else { return 0 }
    let length = name.utf8.count
    guard length < byLength.count else { return escape }
    for code in byLength[length] where names[Int(code) - 1] == name { return code }
    return escape
  }

  /// The name of a code; the inner nil: none. The outer nil: no such code, or the bytes end.
  func name(of code: UInt8, _ reader: inout ByteReader) -> String?? {
    if code == 0 { return .some(nil) }
    if code == escape { return reader.text().map { .some($0) } }
    return Int(code) <= names.count ? .some(names[Int(code) - 1]) : nil
  }

  /// OCPP 1.6, 7.31 Measurand.
  static let measurands = SampleNames(
    escape: 0xEF,
    [
      "Current.Export", "Current.Import", "Current.Offered", "Energy.Active.Export.Register",
      "Energy.Active.Import.Register", "Energy.Reactive.Export.Register", "Energy.Reactive.Import.Register",
      "Energy.Active.Export.Interval", "Energy.Active.Import.Interval", "Energy.Reactive.Export.Interval",
      "Energy.Reactive.Import.Interval", "Frequency", "Power.Active.Export", "Power.Active.Import",
      "Power.Factor", "Power.Offered", "Power.Reactive.Export", "Power.Reactive.Import", "RPM", "SoC",
      "Temperature", "Voltage",
    ])
  /// OCPP 1.6, 7.34 Phase.
  static let phases = SampleNames(
    escape: 15, ["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"])
  /// OCPP 1.6, 7.30 Location.
  static let locations = SampleNames(escape: 7, ["Body", "Cable", "EV", "Inlet", "Outlet"])
  /// OCPP 1.6, 7.45 UnitOfMeasure, with both spellings of Celsius, and Hertz, which wallboxes send.
  static let units = SampleNames(
    escape: 31,
    [
      "Wh", "kWh", "varh", "kvarh", "W", "kW", "VA", "kVA", "var", "kvar", "A", "V", "Celsius", "Celcius",
      "Fahrenheit", "K", "Percent", "Hertz",
    ])
  /// OCPP 1.6, 7.50 ValueFormat.
  static let formats = SampleNames(escape: 3, ["Raw", "SignedData"])
}
