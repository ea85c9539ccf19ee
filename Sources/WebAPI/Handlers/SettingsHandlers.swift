import Domain
import Formats
import Net
import Site

extension Call {
  func showSettings() -> HTTPResponse { .json(shownSettings) }

  /// The Wi-Fi's password is for those who print it.
  private var shownSettings: JSONValue {
    guard let role = caller.role, Access.operators.verdict(role: role, isControl: false) == .allowed else {
      return site.settings.json
    }
    let password = site.settings[.wifiPassword]
    return site.settings.json.adding([SettingKey.wifiPassword.apiName: .string(password)])
  }

  func changeSettings() async throws -> HTTPResponse {
    var body = try fields()
    var changes: [SettingKey: String] = [:]
    for key in SettingKey.allCases where key != .printedBase {
      if body.has(key.apiName) { changes[key] = body.text(key.apiName, 0...200) }
    }
    try body.finish()
    guard !changes.isEmpty else { return showSettings() }
    do throws(SiteError) {
      _ = try await site.change(settings: changes, by: caller.name, also: auditSettings(changes))
      return showSettings()
    } catch {
      guard case .invalid(let path, let reason) = error, let key = SettingKey(rawValue: path) else {
        throw error
      }
      throw Problem.invalid(key.apiName, reason)
    }
  }

  /// The line of a change of settings.
  func auditSettings(_ changes: [SettingKey: String]) -> Alongside {
    let before = site.settings
    let members = SettingKey.allCases.filter { changes[$0] != nil }
    let json = { (value: (SettingKey) -> String) in
      JSONValue.object(
        JSONObject(members.map { JSONObject.Member(key: $0.apiName, value: .string(value($0))) }))
    }
    // That the Wi-Fi's password was changed, not to what.
    let (old, new) = (
      json { $0 == .wifiPassword ? "" : before[$0] }, json { $0 == .wifiPassword ? "…" : changes[$0] ?? "" }
    )
    return audit("settings.change", subject: "", before: old) { _ in new }
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

extension SettingKey {
  /// The site's name is just `name`, as in `GET /site`.
  var apiName: String { self == .siteName ? "name" : rawValue }
}

extension SiteSettings {
  /// API: `GET /settings`, without what only some may see.
  var json: JSONValue {
    let members = SettingKey.allCases.filter { $0 != .wifiPassword }.map { key in
      JSONObject.Member(key: key.apiName, value: .string(self[key]))
    }
    return .object(JSONObject(members))
  }
}
