import COpenSSL

/// Passwords of people, kept as scrypt hashes (RFC 7914).
///
/// Making and checking one takes 50 to 100 ms and 32 MiB on purpose. Neither may run on the network loop, nor
/// on a thread of Swift's cooperative pool: call them on a queue of their own, one at a time.
package enum PasswordHash {
  /// A hash of `password` under a fresh salt, as text that names its own parameters:
  /// `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`, both base64url.
  package static func make(_ password: String) -> String {
    let cost = Cost(logN: 15, r: 8, p: 1)
    let salt = randomBytes(16)
    guard let key = derive(password, salt: salt, cost: cost, length: 32) else {
      preconditionFailure("libcrypto cannot compute scrypt")
    }
    return "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(base64url(salt))$\(base64url(key))"
  }

  /// Whether `password` is the one `text` was made of. False for a text `make` cannot have written.
  package static func verify(_ password: String, against text: String) -> Bool {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Cost(parts[2]),
      let salt = bytes(base64url: parts[3]), let kept = bytes(base64url: parts[4]), kept.count == 32,
      let key = derive(password, salt: salt, cost: cost, length: kept.count)
    else { return false }
    return constantTimeEqual(key, kept)
  }

  private struct Cost {
    var logN: Int
    var r: Int
    var p: Int

    init(logN: Int, r: Int, p: Int) {
      self.logN = logN
      self.r = r
      self.p = p
    }

    /// Bounded, so that a damaged row cannot ask for gigabytes.
    init?(_ text: String) {
      let fields = text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
      guard fields.map(\.first) == ["ln", "r", "p"], fields.allSatisfy({ $0.count == 2 }),
        let logN = Int(fields[0][1]), let r = Int(fields[1][1]), let p = Int(fields[2][1]),
        1...17 ~= logN, 1...8 ~= r, 1...4 ~= p
      else { return nil }
      self.init(logN: logN, r: r, p: p)
    }
  }

  private static func derive(_ password: String, salt: [UInt8], cost: Cost, length: Int) -> [UInt8]? {
    let secret = [UInt8](password.utf8)
    var key = [UInt8](repeating: 0, count: length)
    let memory: UInt64 = 160 << 20
    let done = secret.withUnsafeBytes { secret in
      EVP_PBE_scrypt(
        secret.baseAddress?.assumingMemoryBound(to: CChar.self), secret.count, salt, salt.count,
        1 << UInt64(cost.logN), UInt64(cost.r), UInt64(cost.p), memory, &key, length)
    }
    return done == 1 ? key : nil
  }
}
