/// Error correction codewords over GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (7.5.2).
struct ReedSolomon {
  /// The generator's coefficients behind the leading 1, of the highest power first.
  private let generator: [UInt8]

  /// - Parameter correction: how many codewords are added.
  init(correction: Int) {
    // (x - a^0)(x - a^1)…, one factor after the other.
    var product: [UInt8] = [1]
    for power in 0..<correction {
      let root = Self.powers[power]
      product.append(0)
      for place in (1..<product.count).reversed() {
        product[place] ^= Self.multiply(product[place - 1], root)
      }
    }
    generator = Array(product.dropFirst())
  }

  /// What is left of the data, moved up, divided by the generator.
  func remainder(_ data: ArraySlice<UInt8>) -> [UInt8] {
    var rest = [UInt8](repeating: 0, count: generator.count)
    for byte in data {
      let factor = byte ^ rest[0]
      for place in rest.indices {
        let next = place + 1 < rest.count ? rest[place + 1] : 0
        rest[place] = next ^ Self.multiply(generator[place], factor)
      }
    }
    return rest
  }

  /// 2 to the power of 0 to 254.
  private static let powers: [UInt8] = {
    var powers: [UInt8] = []
    var value = 1
    for _ in 0..<255 {
      powers.append(UInt8(value))
      value <<= 1
      if value > 255 { value ^= 0x11D }
    }
    return powers
  }()

  private static let logarithms: [Int] = {
    var logarithms = [Int](repeating: 0, count: 256)
    for (exponent, power) in powers.enumerated() { logarithms[Int(power)] = exponent }
    return logarithms
  }()

  private static func multiply(_ a: UInt8, _ b: UInt8) -> UInt8 {
    a == 0 || b == 0 ? 0 : powers[(logarithms[Int(a)] + logarithms[Int(b)]) % 255]
  }
}
