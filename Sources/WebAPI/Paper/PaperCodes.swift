import Documents
import Formats
import Site

/// What stands on stickers and letters as QR codes.
enum PaperCodes {
  /// The address behind a bay's sticker. In capital letters where that changes nothing, which keeps the code
  /// small: scheme and host know no case (RFC 3986, 6.2.2.1), and `/C/` is served like `/c/`.
  static func url(base: String, bay: String) -> String {
    let url = base + "/c/" + bay
    return base.split(separator: "/").count == 2 ? url.uppercased() : url
  }

  /// The same for people who type it.
  static func text(base: String, bay: String) -> String {
    (base.hasPrefix("http://") ? String(base.dropFirst(7)) : base) + "/c/" + bay
  }

  /// `{"size", "path"}`: how many modules are in a row, and the `d` of an SVG path.
  static func json(_ text: String) throws(Problem) -> JSONValue {
    do throws(QRError) {
      let code = try QRCode(text)
      return ["size": .integer(code.size), "path": .string(code.svgPath)]
    } catch {
      throw .invalid("base", "\(error.description)")
    }
  }

  /// The house's Wi-Fi as `{"ssid", "password"}` and as a code; both null when there is none to be told.
  static func wifi(of settings: SiteSettings, isWanted: Bool) throws(Problem) -> JSONValue {
    guard isWanted, !settings.wifiNetwork.isEmpty else { return ["wifi": nil, "wifi_qr": nil] }
    let (network, password) = (settings.wifiNetwork, settings.wifiPassword)
    return [
      "wifi": ["ssid": .string(network), "password": .text(password.isEmpty ? nil : password)],
      "wifi_qr": try json(WiFiCode.text(network: network, password: password)),
    ]
  }
}
