import COpenSSL

/// `count` bytes from libcrypto's generator. Ends the process when the system has no randomness to give:
/// going on with guessable secrets would be worse.
package func randomBytes(_ count: Int) -> [UInt8] {
  guard count > 0 else { return [] }
  var bytes = [UInt8](repeating: 0, count: count)
  let done = RAND_bytes(&bytes, Int32(count))
  precondition(done == 1, "libcrypto has no random bytes")
  return bytes
}

/// Digits and capital letters without 0 O 1 I, which people mix up: 32 characters, 5 bits each.
private let tokenAlphabet = [UInt8]("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

/// A random word of digits and capital letters without 0 O 1 I, with at least `bits` bits of randomness:
/// every character carries 5.
package func randomToken(bits: Int) -> String {
  let characters = randomBytes((max(bits, 0) + 4) / 5).map { tokenAlphabet[Int($0 & 31)] }
  return String(decoding: characters, as: UTF8.self)
}

/// A code for typing by hand: 40 random bits in two groups, such as `K7QM-4X2P`.
package func randomClaimCode() -> String {
  let word = randomToken(bits: 40)
  return word.prefix(4) + "-" + word.suffix(4)
}
