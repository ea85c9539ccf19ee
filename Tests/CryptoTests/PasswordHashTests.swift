import Crypto
import Testing

@Suite("Passwords")
struct PasswordHashTests {
  @Test("a password is recognised, others are not, and no two hashes are alike")
  func recognised() {
    let kept = PasswordHash.make("correct horse ä")
    #expect(kept.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
    #expect(PasswordHash.verify("correct horse ä", against: kept))
    #expect(!PasswordHash.verify("correct horse a", against: kept))
    #expect(!PasswordHash.verify("", against: kept))
    #expect(PasswordHash.make("correct horse ä") != kept)
  }

  @Test("an empty password is a password like any other")
  func empty() {
    #expect(PasswordHash.verify("", against: PasswordHash.make("")))
  }

  /// Made with Python: hashlib.scrypt(b"pw", salt=b"0123456789abcdef", n=16, r=8, p=1, dklen=32).
  @Test("hashes of another program with other parameters are read")
  func foreign() {
    let kept = "$scrypt$ln=4,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$rIRfhwRw7A8_dNhLBjHyr0creQCC8eybILn6lgmts7c"
    #expect(PasswordHash.verify("pw", against: kept))
    #expect(!PasswordHash.verify("pW", against: kept))
  }

  @Test(
    "a damaged hash is nobody's, and asks for no gigabytes",
    arguments: [
      "", "scrypt", "$scrypt$ln=15,r=8,p=1$$", "$bcrypt$ln=4,r=8,p=1$MDEy$MDEy",
      "$scrypt$ln=40,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
      "$scrypt$ln=4,r=8$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
    ])
  func damaged(text: String) {
    #expect(!PasswordHash.verify("", against: text))
  }
}
