package import Domain

/// One-time codes by the clock (RFC 6238): HMAC-SHA-1, six digits, a step of 30 seconds, as every app has
/// them.
package enum TOTP {
  package static let secretBytes = 20
  private static let stepMs: Int64 = 30_000
  /// Steps that a phone's clock may be off, each way.
  private static let leeway: Int64 = 1

  package static func step(at now: Instant) -> Int64 { now.millisecondsSince1970 / stepMs }

  /// The code of a time step (RFC 4226, 5.3).
  package static func code(secret: [UInt8], step: Int64) -> String {
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
    let digest = hmacSHA1(counter, key: secret)
    let offset = Int(digest[19] & 15)
    let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let digits = String(number % 1_000_000)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The step whose code this is, if it is one of now and later than the last one that was used.
  package static func step(of code: String, secret: [UInt8], at now: Instant, after last: Int64?) -> Int64? {
    let current = step(at: now)
    let typed = Array(code.utf8)
    return (current - leeway...current + leeway).last { step in
      constantTimeEqual(Array(self.code(secret: secret, step: step).utf8), typed) && step > last ?? .min
    }
  }

  /// What an app reads to make the codes; a QR code of it is what people scan.
  package static func address(secret: [UInt8], issuer: String, account: String) -> String {
    func encoded(_ text: String) -> String {
      text.utf8.map { byte in
        let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        return isPlain ? String(Character(Unicode.Scalar(byte))) : "%" + hex([byte]).uppercased()
      }.joined()
    }
    let (site, name) = (encoded(issuer), encoded(account))
    return "otpauth://totp/\(site):\(name)?secret=\(base32(secret))&issuer=\(site)"
  }
}
