/// How a text that a reader sent resembles a registered card. Readers turn the bytes of a number round, cut
/// it, pad it or add a check byte. It is a hint for a person, never a reason to let anyone charge.
package enum CardLikeness: String, Sendable, CaseIterable {
  /// The same bytes in the opposite order.
  case reversed
  /// The same number with zero bytes before or behind it.
  case padded
  /// The beginning or the end of the card's number.
  case truncated
  /// The card's number with something before or behind it.
  case longer

  /// Two bytes are alike by chance too often.
  private static let fewestDigits = 6

  /// How one number resembles another, both in canonical form (`IdTag.canonical`); nil: not at all, or it is
  /// the same.
  package init?(of presented: String, to card: String) {
    let (presented, card) = (Array(presented.utf8), Array(card.utf8))
    guard presented != card, min(presented.count, card.count) >= Self.fewestDigits else { return nil }
    if Self.isHex(presented), Self.isHex(card) {
      if Self.reversedBytes(presented) == card {
        self = .reversed
        return
      }
      if Self.withoutPadding(presented) == Self.withoutPadding(card) {
        self = .padded
        return
      }
    }
    if presented.count < card.count, Self.isEnd(presented, of: card) {
      self = .truncated
    } else if card.count < presented.count, Self.isEnd(card, of: presented) {
      self = .longer
    } else {
      return nil
    }
  }

  private static func isHex(_ text: [UInt8]) -> Bool {
    text.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
  }

  private static func isEnd(_ part: [UInt8], of whole: [UInt8]) -> Bool {
    whole.starts(with: part) || whole.suffix(part.count).elementsEqual(part)
  }

  private static func reversedBytes(_ digits: [UInt8]) -> [UInt8]? {
    guard digits.count % 2 == 0 else { return nil }
    return stride(from: digits.count - 2, through: 0, by: -2).flatMap { digits[$0...($0 + 1)] }
  }

  /// Without zero bytes at both ends; a number that is odd in length has no bytes.
  private static func withoutPadding(_ digits: [UInt8]) -> [UInt8] {
    guard digits.count % 2 == 0 else { return digits }
    var bare = digits[...]
    while bare.starts(with: [0x30, 0x30]) { bare = bare.dropFirst(2) }
    while bare.suffix(2).elementsEqual([0x30, 0x30]) { bare = bare.dropLast(2) }
    return bare.count >= fewestDigits ? Array(bare) : digits
  }
}
