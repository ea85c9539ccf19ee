import Crypto

/// Secrets that are handed out once and kept as hashes only. They are random and long, so a fast hash does.
enum Secret {
  /// 256 random bits, for cookies and tokens.
  static func make() -> String { base64url(randomBytes(32)) }

  static func hash(_ secret: String) -> [UInt8] { sha256(Array(secret.utf8)) }

  static func matches(_ secret: String, hash kept: [UInt8]) -> Bool { constantTimeEqual(hash(secret), kept) }
}
