package import Domain

/// What happens when a wallbox with an unknown id connects (API: `accept_new_charge_points`).
package enum NewChargePoints: String, Sendable {
  /// It joins as pending until the manager accepts it.
  case ask
  /// It is taken in at once.
  case accept
}

/// Whether a card may charge at two wallboxes at once (API: `concurrent_charges`).
package enum ConcurrentCharges: String, Sendable {
  case allow
  case refuse
}

/// The names of all settings, as they stand in the file and the API.
package enum SettingKey: String, Sendable, CaseIterable {
  case siteName = "site_name"
  case acceptNewChargePoints = "accept_new_charge_points"
  case country
  case timeZone = "time_zone"
  case currency
  case language
  case vatPercent = "vat_percent"
  case missingStopWaitMinutes = "missing_stop_wait_minutes"
  case concurrentCharges = "concurrent_charges"
  case siteLimitA = "site_limit_a"
  case helpPhone = "help_phone"
  case wifiNetwork = "wifi_ssid"
  case wifiPassword = "wifi_password"
  case wifiOnStickers = "wifi_on_stickers"
  case printedBase = "printed_base"
}

/// The settings of the site, checked. A change makes a new value; nobody sees a half-changed one.
package struct SiteSettings: Sendable {
  package private(set) var siteName = ""
  package private(set) var acceptNewChargePoints = NewChargePoints.ask
  /// ISO 3166-1 alpha-2; empty until the site is claimed.
  package private(set) var country = ""
  package private(set) var timeZone = "UTC"
  /// The rules of `timeZone`.
  package private(set) var zone = TimeZoneRules.utc
  package private(set) var currency = Currency.euro
  package private(set) var language = "en"
  /// The VAT rate that the price form proposes, in percent, as a decimal text; empty: none.
  package private(set) var vatPercent = ""
  /// How long a charge waits for its stop once its connector says that it is over.
  package private(set) var missingStopWaitMinutes = 30
  package private(set) var concurrentCharges = ConcurrentCharges.allow
  /// What all connectors may draw together, in A per phase; nil: nobody has said.
  package private(set) var siteLimitA: Int?
  /// Who helps, on stickers and letters; empty: nobody said.
  package private(set) var helpPhone = ""
  /// The house's Wi-Fi for codes that bring a phone in; empty: there is none.
  package private(set) var wifiNetwork = ""
  /// Empty: the network is open.
  package private(set) var wifiPassword = ""
  package private(set) var wifiOnStickers = WiFiOnStickers.no
  /// The address, like `http://192.168.1.20`, that stands on the stickers; empty: none were printed.
  package private(set) var printedBase = ""

  /// The languages the pages speak.
  package static let languages = ["en", "de", "fr", "it"]

  /// The value of a setting as text, as it stands in the file and the API.
  package subscript(key: SettingKey) -> String {
    switch key {
    case .siteName: siteName
    case .acceptNewChargePoints: acceptNewChargePoints.rawValue
    case .country: country
    case .timeZone: timeZone
    case .currency: currency.code
    case .language: language
    case .vatPercent: vatPercent
    case .missingStopWaitMinutes: String(missingStopWaitMinutes)
    case .concurrentCharges: concurrentCharges.rawValue
    case .siteLimitA: siteLimitA.map(String.init) ?? ""
    case .helpPhone: helpPhone
    case .wifiNetwork: wifiNetwork
    case .wifiPassword: wifiPassword
    case .wifiOnStickers: wifiOnStickers.rawValue
    case .printedBase: printedBase
    }
  }

  /// Checks a value and takes it.
  ///
  /// - Throws: `SiteError.invalid` with the setting's name and what would be right.
  mutating func set(
    _ key: SettingKey, to value: String, zones: @Sendable (String) -> TimeZoneRules?
  ) throws(SiteError) {
    func refuse(_ reason: Wording) -> SiteError { .invalid(path: key.rawValue, reason: reason) }
    switch key {
    case .siteName:
      guard value.count <= 100 else { throw refuse(.length(0...100)) }
      siteName = value
    case .acceptNewChargePoints:
      guard let choice = NewChargePoints(rawValue: value) else {
        throw refuse(.choice(["ask", "accept"]))
      }
      acceptNewChargePoints = choice
    case .country:
      guard value.isEmpty || CountryPreset.of(country: value) != nil else {
        throw refuse(.unknownCountry)
      }
      country = value
    case .timeZone:
      guard let rules = zones(value) else {
        throw refuse(
          Wording("time-zone", "is not an IANA time zone of this machine (like Europe/Berlin)"))
      }
      timeZone = value
      zone = rules
    case .currency:
      guard let known = Currency(code: value) else {
        throw refuse(
          Wording("currency", "is not a currency this version knows (three letters, like EUR)"))
      }
      currency = known
    case .language:
      guard Self.languages.contains(value) else {
        throw refuse(.choice(Self.languages))
      }
      language = value
    case .vatPercent:
      guard value.isEmpty || isPercent(value) else {
        throw refuse(
          Wording("percent", "must be a rate in percent from 0 to 100, like 19 or 8.1"))
      }
      vatPercent = value
    case .missingStopWaitMinutes:
      guard let minutes = Int(value), (5...1440).contains(minutes), String(minutes) == value else {
        throw refuse(.wholeNumber(5...1440))
      }
      missingStopWaitMinutes = minutes
    case .concurrentCharges:
      guard let choice = ConcurrentCharges(rawValue: value) else {
        throw refuse(.choice(["allow", "refuse"]))
      }
      concurrentCharges = choice
    case .siteLimitA:
      let amps = value.utf8.allSatisfy { (48...57).contains($0) } ? Int(value) : nil
      guard value.isEmpty || amps.map(SharedCurrent.allowed.contains) ?? false else {
        throw refuse(SharedCurrent.reason)
      }
      siteLimitA = amps
    case .helpPhone:
      guard value.isEmpty || PaperSettings.isPhoneNumber(value) else {
        throw refuse(
          Wording(
            "help-phone", "must be a phone number of at most 30 characters, like +41 44 123 45 67"))
      }
      helpPhone = value
    case .wifiNetwork:
      guard value.utf8.count <= PaperSettings.networkBytes else {
        throw refuse(
          Wording("wifi-name", "must have at most 32 characters; those with marks count as two or more"))
      }
      wifiNetwork = value
    case .wifiPassword:
      guard value.isEmpty || PaperSettings.isWiFiPassword(value) else {
        throw refuse(
          Wording(
            "wifi-password",
            "must have 8 to 63 plain characters, as Wi-Fi wants it; empty for an open network"))
      }
      wifiPassword = value
    case .wifiOnStickers:
      guard let choice = WiFiOnStickers(rawValue: value) else {
        throw refuse(.choice(["yes", "no"]))
      }
      wifiOnStickers = choice
    case .printedBase: printedBase = value
    }
  }

  private func isPercent(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, (1...3).contains(whole.count),
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      parts.count == 1 || parts[1].count <= 4, let number = Int(whole)
    else { return false }
    return number < 100 || (number == 100 && (parts.count == 1 || parts[1].allSatisfy { $0 == "0" }))
  }
}
