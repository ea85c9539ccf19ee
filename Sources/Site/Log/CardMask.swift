import Formats

/// Shortens card numbers for those who install wallboxes but have no business with cards.
enum CardMask {
  private static let names = ["idtag"]
  private static let shown = 4

  /// The frame with what `idTag` and `parentIdTag` hold cut to four characters and "…".
  static func masked(_ text: [UInt8]) -> [UInt8] {
    let lower = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard names.contains(where: { lower.firstRange(of: Array($0.utf8)) != nil }) else { return text }
    return text.withUnsafeBytes { raw in
      JSONMask.apply(to: raw, names: names, hide: shortened)
    }
  }

  private static func shortened(_ object: JSONObject) -> JSONObject {
    var object = object
    for (index, member) in object.members.enumerated()
    where ["idtag", "parentidtag"].contains(member.key.lowercased()) {
      object.members[index].value = short(member.value)
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
