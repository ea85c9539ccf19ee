/// Whether stickers have a code for the house's Wi-Fi (API: `wifi_on_stickers`).
package enum WiFiOnStickers: String, Sendable {
  case yes
  case no
}

/// What may be said on stickers and letters.
enum PaperSettings {
  /// The longest name of a network (IEEE 802.11, 9.4.2.2).
  static let networkBytes = 32

  static func isPhoneNumber(_ text: String) -> Bool {
    text.count <= 30 && text.contains { $0.isASCII && $0.isNumber }
      && text.allSatisfy { $0.isASCII && ($0.isNumber || "+ ()/-.".contains($0)) }
  }

  /// A passphrase of WPA: 8 to 63 printable characters of ASCII (IEEE 802.11, J.4.1).
  static func isWiFiPassword(_ text: String) -> Bool {
    (8...63).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }
}
