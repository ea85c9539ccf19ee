/// What both sides of an SRP-6a agreement use: the numbers of RFC 5054, appendix A, and a hash.
package struct SRPGroup: Sendable {
  /// N, big-endian.
  let prime: [UInt8]
  /// g, big-endian.
  let generator: [UInt8]
  let hash: @Sendable ([UInt8]) -> [UInt8]

  init(prime: [UInt8], generator: [UInt8], hash: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    self.prime = prime
    self.generator = generator
    self.hash = hash
  }

  /// The 2048-bit group with SHA-256.
  package static let bits2048 = SRPGroup(
    prime: Crypto.bytes(hex: prime2048) ?? [], generator: [2], hash: sha256)

  private static let prime2048 =
    "ac6bdb41324a9a9bf166de5e1389582faf72b6651987ee07fc3192943db56050"
    + "a37329cbb4a099ed8193e0757767a13dd52312ab4b03310dcd7f48a9da04fd50"
    + "e8083969edb767b0cf6095179a163ab3661a05fbd5faaae82918a9962f0b93b8"
    + "55f97993ec975eeaa80d740adbf4ff747359d041d5c33ea71d281e446b14773b"
    + "ca97b43a23fb801676bd207a436c6481f1d2b9078717461a5b9d32e688f87748"
    + "544523b524b0d57d5ea77a2775d2ecfa032cfbdbf52fb3786160279004e57ae6"
    + "af874e7303ce53299ccc041c7bc308d82a5698f3a8d0c38271ae35f8e9dbfbb6"
    + "94b5c803d89f7ae435de236d525f54759b65e372fcd68ef20fa7111f9e4aff73"

  var n: BigNumber { BigNumber(prime) }
  var g: BigNumber { BigNumber(generator) }

  /// PAD of RFC 5054, 2.5.3: as long as N.
  func padded(_ number: BigNumber) -> [UInt8] { number.bytes(paddedTo: prime.count) }

  /// k = H(N | PAD(g)) (RFC 5054, 2.5.3).
  var multiplier: BigNumber { BigNumber(hash(prime + padded(g))) }

  /// u = H(PAD(A) | PAD(B)) (RFC 5054, 2.6).
  func scrambler(_ a: BigNumber, _ b: BigNumber) -> BigNumber { BigNumber(hash(padded(a) + padded(b))) }

  /// x = H(salt | H(name | ":" | password)) (RFC 5054, 2.4).
  func secretExponent(name: String, password: String, salt: [UInt8]) -> BigNumber {
    BigNumber(hash(salt + hash(Array("\(name):\(password)".utf8))))
  }

  /// What a server keeps instead of the password: v = g^x modulo N (RFC 5054, 2.4), as long as N.
  package func verifier(name: String, password: String, salt: [UInt8]) -> [UInt8] {
    padded(g.power(secretExponent(name: name, password: password, salt: salt), modulo: n))
  }
}
