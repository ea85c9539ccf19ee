import Crypto
import Testing

@Suite("Hexadecimal and base64")
struct EncodingTests {
  @Test(
    "base64 gives the values of RFC 4648, both ways",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func standard(plain: String, encoded: String) {
    #expect(base64([UInt8](plain.utf8)) == encoded)
    #expect(bytes(base64: encoded) == [UInt8](plain.utf8))
    let bare = String(encoded.prefix { $0 != "=" })
    #expect(bytes(base64: bare) == [UInt8](plain.utf8))
    #expect(base64url([UInt8](plain.utf8)) == bare)
    #expect(bytes(base64url: bare) == [UInt8](plain.utf8))
  }

  @Test("the two alphabets differ in their last two letters")
  func alphabets() {
    #expect(base64([0xFB, 0xFF]) == "+/8=")
    #expect(base64url([0xFB, 0xFF]) == "-_8")
    #expect(bytes(base64: "-_8=") == nil)
    #expect(bytes(base64url: "+/8") == nil)
  }

  @Test(
    "what is no base64 is refused",
    arguments: ["Z", "Zg=", "Zg===", "Zm9v=", "Zm9vY", "Z g=", "Zh==", "Zm9=", "====", "Zg==Zg==", "Zm9vä"])
  func refused(text: String) {
    #expect(bytes(base64: text) == nil)
  }

  @Test("hexadecimal goes both ways, in either case")
  func hexadecimal() {
    #expect(hex([0x00, 0x7F, 0xFF, 0xA5]) == "007fffa5")
    #expect(bytes(hex: "007FffA5") == [0x00, 0x7F, 0xFF, 0xA5])
    #expect(bytes(hex: "") == [])
    #expect(bytes(hex: "abc") == nil)
    #expect(bytes(hex: "ag") == nil)
    #expect(bytes(hex: " ab") == nil)
  }
}
