import Formats
import Testing

/// Deterministic random numbers (SplitMix64), so that a failure comes back.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite("JSON under random damage")
struct JSONFuzzTests {
  @Test("whatever is read can be written, read strictly, and stays the same", arguments: 1...4)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let seeds = [
      #"{"a":[1,-2.50,3e+7,true,false,null],"b":"x\"\\\u00e4\ud83d\ude00","c":{"d":[[],{}]}}"#,
      #"[2,"19223201","BootNotification",{"chargePointVendor":"V","chargePointModel":"M","x":NaN}]"#,
    ].map { Array($0.utf8) }
    var accepted = 0
    for _ in 0..<5_000 {
      var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
      for _ in 0..<Int.random(in: 1...4, using: &random) { damage(&bytes, &random) }
      guard let value = parsed(bytes, tolerant: true) else {
        #expect(parsed(bytes, tolerant: false) == nil, "strict took what tolerant refused: \(bytes)")
        continue
      }
      accepted += 1
      let written = value.serialized
      #expect(parsed(written, tolerant: false) == value, "\(bytes)")
      if let strict = parsed(bytes, tolerant: false) { #expect(strict == value) }
    }
    #expect(accepted > 500)
  }

  private func parsed(_ bytes: [UInt8], tolerant: Bool) -> JSONValue? {
    do throws(JSONError) {
      return try JSONValue.parse(bytes, tolerant: tolerant)
    } catch {
      return nil
    }
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.remove(at: index)
    case 2: bytes.insert(Array(#"{}[],:"\0e-u"#.utf8).randomElement(using: &random) ?? 0, at: index)
    default: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &random))
    }
  }
}
