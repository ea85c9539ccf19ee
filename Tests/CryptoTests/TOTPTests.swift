import Domain
import Testing

@testable import Crypto

/// One-time codes against the standard's own values.
struct TOTPTests {
  private static let secret = Array("12345678901234567890".utf8)

  private func at(_ seconds: Int64) -> Instant { Instant(millisecondsSince1970: seconds * 1000) }

  // RFC 6238, appendix B, SHA-1, the last six of its eight digits.
  @Test(
    "codes are those of the standard's table",
    arguments: [
      (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
      (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ] as [(Int64, String)])
  func vectors(_ seconds: Int64, _ code: String) {
    #expect(TOTP.code(secret: Self.secret, step: TOTP.step(at: at(seconds))) == code)
  }

  @Test("a code counts a step before and after its own, and never again")
  func window() {
    let now = at(1_111_111_111)
    let step = TOTP.step(at: now)
    func used(_ offset: Int64, after last: Int64? = nil) -> Int64? {
      TOTP.step(
        of: TOTP.code(secret: Self.secret, step: step + offset), secret: Self.secret, at: now, after: last)
    }
    #expect([-2, -1, 0, 1, 2].map { used($0) } == [nil, step - 1, step, step + 1, nil])
    #expect(used(0, after: step) == nil)
    #expect(used(-1, after: step) == nil)
    #expect(used(1, after: step) == step + 1)
    for wrong in ["", "05047", "0504711", "abcdef"] {
      #expect(TOTP.step(of: wrong, secret: Self.secret, at: now, after: nil) == nil)
    }
  }

  // RFC 4648, 10.
  @Test(
    "base32 is the standard's",
    arguments: [
      ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
      ("foobar", "MZXW6YTBOI"),
    ])
  func base32Vectors(_ plain: String, _ text: String) {
    #expect(base32(Array(plain.utf8)) == text)
    #expect(bytes(base32: text.lowercased() + "=") == Array(plain.utf8))
  }

  @Test("what is no base32 is none")
  func noBase32() { #expect(bytes(base32: "MZX1") == nil) }

  @Test("an app's address names site and account, encoded")
  func address() {
    #expect(
      TOTP.address(secret: [0x66, 0x6F], issuer: "Haus & Hof", account: "Änne")
        == "otpauth://totp/Haus%20%26%20Hof:%C3%84nne?secret=MZXQ&issuer=Haus%20%26%20Hof")
  }
}
