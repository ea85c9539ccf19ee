import Domain
import Testing

@Suite("A card's number") struct CardLikenessTests {
  @Test(
    "has one form, however a reader or a person writes it",
    arguments: ["04a1b2c3", "04:A1:B2:C3", "04-a1-b2-c3", " 04 A1 B2 C3 ", "0x04A1B2C3", "0X04:a1:b2:c3\n"])
  func canonical(_ written: String) {
    #expect(IdTag.canonical(written) == "04A1B2C3")
  }

  private static let alike: [(String, String, CardLikeness)] = [
    ("C3B2A104", "04A1B2C3", .reversed), ("04E5D4C3B2A1F0", "F0A1B2C3D4E504", .reversed),
    ("04A1B2C30000", "04A1B2C3", .padded), ("0004A1B2C3", "04A1B2C3", .padded),
    ("04A1B2C3", "04A1B2C3000000", .padded), ("04A1B2C3D4E5", "04A1B2C3D4E5F6", .truncated),
    ("B2C3D4E5F6", "04A1B2C3D4E5F6", .truncated), ("04A1B2C388", "04A1B2C3", .longer),
    ("8804A1B2C3", "04A1B2C3", .longer), ("RFID-04A1B2C3", "04A1B2C3", .longer),
  ]

  @Test("resembles another that is turned, cut, padded or longer", arguments: alike)
  func resembles(_ presented: String, _ card: String, _ why: CardLikeness) {
    #expect(CardLikeness(of: IdTag.canonical(presented), to: card) == why)
  }

  @Test(
    "resembles none that is the same, too short, or only begins alike",
    arguments: [
      ("04A1B2C3", "04A1B2C3"), ("04A1", "04A1B2C3"), ("04A1B2C3", "04A1"), ("04A1B2C4", "04A1B2C3"),
      ("B2C3D4E5", "04A1B2C3"), ("", "04A1B2C3"), ("000000000000", "04A1B2C3"), ("0A1B2C", "A1B2C0"),
    ])
  func differs(_ presented: String, _ card: String) {
    #expect(CardLikeness(of: presented, to: card) == nil)
  }

  @Test("turns round to itself only by both of its sides")
  func palindrome() {
    #expect(CardLikeness(of: "A1B2B2A1", to: "A1B2B2A1") == nil)
  }

  @Test("that was blocked was accepted until then")
  func blocked() {
    let (before, then) = (Instant(millisecondsSince1970: 999), Instant(millisecondsSince1970: 1000))
    var card = IdTag(
      key: 1, idTag: "A", label: "", tenantKey: nil, status: .accepted, expiresAt: nil, createdAt: before)
    card.change(to: .blocked, at: then)
    card.change(to: .blocked, at: then.advanced(byMilliseconds: 5000))
    #expect(authorize(card, at: before) == .accepted && authorize(card, at: then) == .blocked)
    card.change(to: .accepted, at: then)
    #expect(authorize(card, at: then) == .accepted && card.blockedAt == nil)
  }
}
