import Crypto
package import Domain

extension ChargePoint.Credential {
  /// For a password that was given as bytes, or as text. 40 hex digits as text count as the 20 bytes they
  /// spell as well (OCPP-J 1.6, 6.2.2 shows keys in hex, and wallboxes send either form).
  package static func of(_ password: [UInt8]) -> Self {
    let salt = randomBytes(16)
    return Self(salt: salt, hash: digest(bytesSpelt(by: password) ?? password, salt: salt))
  }

  /// Whether these bytes are the password, or its hex digits in either case.
  package func matches(_ offered: [UInt8]) -> Bool {
    let asSent = constantTimeEqual(Self.digest(offered, salt: salt), hash)
    guard let spelt = Self.bytesSpelt(by: offered) else { return asSent }
    let asHex = constantTimeEqual(Self.digest(spelt, salt: salt), hash)
    return asSent || asHex
  }

  /// Nil: not the hex digits of anything.
  private static func bytesSpelt(by text: [UInt8]) -> [UInt8]? {
    text.isEmpty ? nil : bytes(hex: String(decoding: text, as: UTF8.self))
  }

  private static func digest(_ password: [UInt8], salt: [UInt8]) -> [UInt8] { sha256(salt + password) }
}
