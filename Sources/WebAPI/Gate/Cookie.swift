/// The cookies of the page (RFC 6265). Without `Secure`, because on plain HTTP browsers drop such cookies
/// silently, and plain HTTP is what a house network has.
enum Cookie {
  /// Holds the sign-in of an owner, manager, accountant or installer.
  static let manager = "wattkeeper"
  /// Holds the sign-in of a tenant's phone; another name, so that a manager may try a tenant's link.
  static let tenant = "wattkeeper_tenant"
  /// The language someone picked; no secret.
  static let language = "wattkeeper_language"

  /// The first value of the cookie called `name` in a Cookie header (4.2.1).
  static func value(of name: String, in header: String?) -> String? {
    guard let header else { return nil }
    for pair in header.split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].drop(while: \.isWhitespace) == name else { continue }
      var value = parts[1]
      while value.last?.isWhitespace == true { value.removeLast() }
      if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
        value = value.dropFirst().dropLast()
      }
      return String(value)
    }
    return nil
  }

  /// A Set-Cookie value (4.1) that scripts cannot read and other sites cannot cause to be sent.
  static func set(_ name: String, to value: String, maxAgeSeconds: Int64) -> String {
    "\(name)=\(value); Path=/; Max-Age=\(maxAgeSeconds); HttpOnly; SameSite=Strict"
  }

  /// A Set-Cookie value that removes the cookie.
  static func clear(_ name: String) -> String { set(name, to: "", maxAgeSeconds: 0) }
}
