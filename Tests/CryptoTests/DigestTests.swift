import Crypto
import Testing

@Suite("Digests")
struct DigestTests {
  @Test(
    "SHA-1 and SHA-256 give the values of FIPS 180-4",
    arguments: [
      (
        "abc", "a9993e364706816aba3e25717850c26c9cd0d89d",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
      ),
      (
        "", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      ),
    ])
  func digests(text: String, short: String, long: String) {
    #expect(hex(sha1([UInt8](text.utf8))) == short)
    #expect(hex(sha256([UInt8](text.utf8))) == long)
  }

  @Test("HMAC-SHA-256 gives the values of RFC 4231")
  func mac() {
    let first = hmacSHA256([UInt8]("Hi There".utf8), key: [UInt8](repeating: 0x0B, count: 20))
    #expect(hex(first) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    let second = hmacSHA256([UInt8]("what do ya want for nothing?".utf8), key: [UInt8]("Jefe".utf8))
    #expect(hex(second) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let third = hmacSHA256(
      [UInt8]("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      key: [UInt8](repeating: 0xAA, count: 131))
    #expect(hex(third) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  @Test("comparing looks at length and at every byte")
  func comparison() {
    #expect(constantTimeEqual([], []))
    #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
    #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
    #expect(!constantTimeEqual([0, 2, 3], [1, 2, 3]))
    #expect(!constantTimeEqual([1, 2], [1, 2, 3]))
  }
}
