import Formats

/// Shortens card numbers for those who install wallboxes but have no business with cards.
package enum CardMask {
  private static let names = ["idtag"]
  /// What holds free text of a wallbox's, in which it may name a card.
  package static let freeTexts: Set<String> = ["data", "info", "vendorerrorcode"]
  private static let shown = 4

  /// The frame with what `idTag` and `parentIdTag` hold cut to four characters and "…".
  static func masked(_ text: [UInt8]) -> [UInt8] {
    let lower = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let marks = names + freeTexts.map { "\"\($0)\"" }
    guard marks.contains(where: { lower.firstRange(of: Array($0.utf8)) != nil }) else { return text }
    return text.withUnsafeBytes { raw in
      JSONMask.apply(to: raw, names: names, hide: shortened)
    }
  }

  /// A text with what reads like a card's number, 8 to 20 hexadecimal digits, cut the same way.
  package static func masked(freeText text: String) -> String {
    text.replacing(/[0-9A-Fa-f]{8,20}/) { $0.output.prefix(shown) + PasswordMask.mask }
  }

  private static func shortened(_ object: JSONObject) -> JSONObject {
    var object = object
    for (index, member) in object.members.enumerated()
    where ["idtag", "parentidtag"].contains(member.key.lowercased()) {
      object.members[index].value = short(member.value)
    }
    for (index, member) in object.members.enumerated() where freeTexts.contains(member.key.lowercased()) {
      if let text = member.value.stringValue { object.members[index].value = .string(masked(freeText: text)) }
    }
    return object
  }

  private static func short(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let card), .number(let card): .string(card.prefix(shown) + PasswordMask.mask)
    case .array(let cards): .array(cards.map(short))
    default: value
    }
  }
}
