import Crypto
import Domain

/// An invitation is opened by proving its secret, which stays in the phone: key = SHA-256(secret).
enum Invitation {
  /// What the phone has to send.
  static func proof(key: [UInt8], id: String, nonce: String) -> [UInt8] {
    hmacSHA256(Array("open\n\(id)\n\(nonce)".utf8), key: key)
  }

  /// What the phone then signs its requests with.
  static func signingKey(key: [UInt8], signIn: Int64, nonce: String) -> [UInt8] {
    hmacSHA256(Array("sign-in\n\(signIn)\n\(nonce)".utf8), key: key)
  }
}

/// Makes the words that proofs are about, and knows them again without keeping them: instant, random bytes,
/// and a code of both under a secret of this process.
struct InvitationChallenge: Sendable {
  static let validMs: Int64 = 10 * 60_000
  private static let randomCount = 16
  private static let macCount = 16
  private let secret = randomBytes(32)

  func make(for id: String, at now: Instant) -> String {
    let made = withUnsafeBytes(of: now.millisecondsSince1970.bigEndian) { Array($0) }
    let head = made + randomBytes(Self.randomCount)
    return hex(head + mac(head, id))
  }

  /// Whether the word was made here for this invitation, not long ago.
  func accepts(_ nonce: String, for id: String, at now: Instant) -> Bool {
    guard let bytes = bytes(hex: nonce), bytes.count == 8 + Self.randomCount + Self.macCount else {
      return false
    }
    let head = Array(bytes.dropLast(Self.macCount))
    guard constantTimeEqual(mac(head, id), Array(bytes.suffix(Self.macCount))) else { return false }
    let made = head.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    return 0...Self.validMs ~= now.millisecondsSince1970 - made
  }

  private func mac(_ head: [UInt8], _ id: String) -> [UInt8] {
    Array(hmacSHA256(head + Array(id.utf8), key: secret).prefix(Self.macCount))
  }
}
