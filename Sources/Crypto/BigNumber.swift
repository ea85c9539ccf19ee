import COpenSSL

/// A whole number from 0 on, of any size; as large as the groups of key agreements need. Its memory is wiped
/// when it goes, for it may be a secret.
final class BigNumber {
  private let number: OpaquePointer

  /// Of big-endian bytes.
  init(_ bytes: [UInt8]) {
    guard let number = BN_bin2bn(bytes, Int32(bytes.count), nil) else {
      preconditionFailure("libcrypto has no memory for a number")
    }
    self.number = number
  }

  private init(_ number: OpaquePointer) { self.number = number }

  deinit { BN_clear_free(number) }

  /// Big-endian, without leading zeros; none for 0.
  var bytes: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(number)) + 7) / 8)
    BN_bn2bin(number, &bytes)
    return bytes
  }

  /// Big-endian, with leading zeros up to `count` bytes.
  func bytes(paddedTo count: Int) -> [UInt8] {
    let bytes = bytes
    return [UInt8](repeating: 0, count: max(0, count - bytes.count)) + bytes
  }

  var isZero: Bool { BN_is_zero(number) == 1 }

  static func < (a: BigNumber, b: BigNumber) -> Bool { BN_cmp(a.number, b.number) < 0 }

  /// The sum modulo `modulus`.
  func plus(_ other: BigNumber, modulo modulus: BigNumber) -> BigNumber {
    Self.made { BN_mod_add($0, number, other.number, modulus.number, $1) }
  }

  /// The product modulo `modulus`.
  func times(_ other: BigNumber, modulo modulus: BigNumber) -> BigNumber {
    Self.made { BN_mod_mul($0, number, other.number, modulus.number, $1) }
  }

  /// The power modulo an odd `modulus`, in a time that does not depend on the exponent's bits.
  func power(_ exponent: BigNumber, modulo modulus: BigNumber) -> BigNumber {
    Self.made { BN_mod_exp_mont_consttime($0, number, exponent.number, modulus.number, $1, nil) }
  }

  private static func made(_ compute: (OpaquePointer, OpaquePointer) -> Int32) -> BigNumber {
    guard let context = BN_CTX_secure_new(), let number = BN_new() else {
      preconditionFailure("libcrypto has no memory for a number")
    }
    defer { BN_CTX_free(context) }
    precondition(compute(number, context) == 1, "libcrypto cannot compute with large numbers")
    return BigNumber(number)
  }
}
