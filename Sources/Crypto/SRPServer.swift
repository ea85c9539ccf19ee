/// The server's side of one SRP-6a agreement (RFC 5054, 2.5 and 2.6): both sides learn whether the other
/// knows the password, and nobody who listens can try passwords on what was said.
///
/// The proofs are M1 = H(H(N) xor H(PAD(g)) | H(name) | salt | A | B | K) and M2 = H(A | M1 | K) with
/// K = H(S); A, B and S without leading zeros there, as implementations have it since RFC 2945.
package struct SRPServer: Sendable {
  /// B, big-endian, as long as N.
  package let publicKey: [UInt8]
  private let group: SRPGroup
  private let name: String
  private let salt: [UInt8]
  private let verifier: [UInt8]
  private let secret: [UInt8]
  private let clientPublicKey: [UInt8]

  /// Answers a client's A (big-endian). Nil: A is 0, or no number below N; a multiple of N would make the
  /// session key known to everyone (RFC 5054, 2.5.4).
  package init?(
    group: SRPGroup = .bits2048, name: String, salt: [UInt8], verifier: [UInt8], clientPublicKey: [UInt8],
    secret: [UInt8] = randomBytes(32)
  ) {
    let (n, a) = (group.n, BigNumber(clientPublicKey))
    guard !a.isZero, a < n else { return nil }
    let kv = group.multiplier.times(BigNumber(verifier), modulo: n)
    publicKey = group.padded(kv.plus(group.g.power(BigNumber(secret), modulo: n), modulo: n))
    (self.group, self.name, self.salt, self.verifier) = (group, name, salt, verifier)
    (self.secret, self.clientPublicKey) = (secret, clientPublicKey)
  }

  /// S = (A * v^u)^b modulo N.
  var premaster: BigNumber {
    let (n, a) = (group.n, BigNumber(clientPublicKey))
    let u = group.scrambler(a, BigNumber(publicKey))
    let base = a.times(BigNumber(verifier).power(u, modulo: n), modulo: n)
    return base.power(BigNumber(secret), modulo: n)
  }

  /// Looks at the client's M1; returns the own M2 and the key K that both now share. Nil: a wrong password.
  package func agree(proof: [UInt8]) -> (proof: [UInt8], key: [UInt8])? {
    let hash = group.hash
    let (a, b) = (BigNumber(clientPublicKey).bytes, BigNumber(publicKey).bytes)
    let key = hash(premaster.bytes)
    let mixed = zip(hash(group.prime), hash(group.padded(group.g))).map { $0 ^ $1 }
    let expected = hash(mixed + hash(Array(name.utf8)) + salt + a + b + key)
    guard constantTimeEqual(proof, expected) else { return nil }
    return (hash(a + expected + key), key)
  }
}
