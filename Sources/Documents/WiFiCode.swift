/// What a QR code says so that a phone joins a network: `WIFI:T:WPA;S:name;P:password;;`.
package enum WiFiCode {
  /// - Parameter password: empty for an open network.
  package static func text(network: String, password: String) -> String {
    let kind = password.isEmpty ? "T:nopass;" : "T:WPA;"
    let secret = password.isEmpty ? "" : "P:\(escaped(password));"
    return "WIFI:\(kind)S:\(escaped(network));\(secret);"
  }

  /// A backslash before every character that has a meaning of its own.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      if "\\;,:\"".unicodeScalars.contains(character) { escaped.unicodeScalars.append("\\") }
      escaped.unicodeScalars.append(character)
    }
    return escaped
  }
}
