import Formats

/// The payload of a frame, read for people: whatever stands there becomes a short text.
struct FramePayload {
  private let value: JSONValue
  private static let longest = 120

  init(_ value: JSONValue) { self.value = value }

  /// A member by its path, like `idTagInfo.status`; nil: not there, or nothing that can be shown.
  subscript(path: String) -> String? {
    var place: JSONValue? = value
    for step in path.split(separator: ".") { place = place?[String(step)] }
    return place.flatMap(Self.text)
  }

  func list(_ name: String) -> [JSONValue] { value[name]?.arrayValue ?? [] }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text), .number(let text): text.count > longest ? text.prefix(longest) + "…" : text
    case .bool(let value): value ? "true" : "false"
    default: nil
    }
  }

  /// A few of many, with what `name` makes of each.
  static func few(_ items: [JSONValue], _ name: (JSONValue) -> String?) -> String? {
    let named = items.prefix(4).compactMap(name)
    guard !named.isEmpty else { return nil }
    return named.joined(separator: ", ") + (items.count > named.count ? " …" : "")
  }

  /// The newest values of a MeterValues (OCPP 1.6, 7.33): "Energy.Active.Import.Register 1234 Wh".
  var readings: String? {
    Self.few(list("meterValue").last.map { FramePayload($0).list("sampledValue") } ?? []) { sample in
      let sample = FramePayload(sample)
      guard let value = sample["value"] else { return nil }
      let isRegister = sample["measurand"] == nil
      let unit = sample["unit"] ?? (isRegister ? "Wh" : nil)
      return [sample["measurand"], sample["phase"], value, unit].compactMap(\.self).joined(separator: " ")
    }
  }

  /// The first limit of a SetChargingProfile (OCPP 1.6, 7.13): "16 A".
  var limit: String? {
    let schedule = value["csChargingProfiles"]?["chargingSchedule"]
    guard let period = schedule?["chargingSchedulePeriod"]?.arrayValue?.first,
      let limit = FramePayload(period)["limit"]
    else { return nil }
    return [limit, schedule?["chargingRateUnit"]?.stringValue].compactMap(\.self).joined(separator: " ")
  }
}
