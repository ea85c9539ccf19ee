import Crypto
import Testing

@Suite("Random secrets")
struct RandomTests {
  @Test("random bytes come in the number asked for and differ")
  func bytes() {
    #expect(randomBytes(0) == [])
    #expect(randomBytes(33).count == 33)
    #expect(randomBytes(16) != randomBytes(16))
  }

  @Test(
    "a token has a character for every 5 bits, rounded up", arguments: [(1, 1), (5, 1), (6, 2), (128, 26)])
  func length(bits: Int, characters: Int) {
    #expect(randomToken(bits: bits).count == characters)
  }

  @Test("tokens use all 32 letters and none that people mix up")
  func alphabet() {
    let letters = Set(randomToken(bits: 5 * 4000))
    #expect(letters == Set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ"))
  }

  @Test("a claim code is two groups of four")
  func claimCode() {
    let groups = randomClaimCode().split(separator: "-")
    #expect(groups.map(\.count) == [4, 4])
    #expect(randomClaimCode() != randomClaimCode())
  }
}
