import Domain
import Formats
import Net
import Site

extension Call {
  func showSettings() -> HTTPResponse { .json(site.settings.json) }

  func changeSettings() async throws -> HTTPResponse {
    var body = try fields()
    var changes: [SettingKey: String] = [:]
    for key in SettingKey.allCases {
      if body.has(key.rawValue) { changes[key] = body.text(key.rawValue, 0...200) }
    }
    try body.finish()
    let settings =
      changes.isEmpty ? site.settings : try await site.change(settings: changes, by: caller.name)
    return .json(settings.json)
  }

  func listCountries() -> HTTPResponse {
    .list(
      CountryPreset.all.map { preset in
        [
          "country": .string(preset.country), "currency": .string(preset.currency.code),
          "time_zone": .string(preset.timeZone), "vat_percent": .string(preset.standardVATPercent),
          "language": .string(preset.language),
        ]
      })
  }
}

extension SiteSettings {
  /// interfaces: `GET /settings`, the names of `SettingKey`.
  var json: JSONValue {
    .object(JSONObject(SettingKey.allCases.map { JSONObject.Member(key: $0.rawValue, value: .string(self[key: $0])) }))
  }
}
