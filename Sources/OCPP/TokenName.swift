import Formats

extension JSONToken {
  /// Lets `switch key { case "idTag": … }` compare bytes: no String is made of a plain name. Stands here and
  /// not in Formats because only then the compiler puts the comparison in place.
  @inline(__always)
  static func ~= (name: StaticString, token: JSONToken) -> Bool {
    guard token.isPlain else { return token.kind == .string && token.text == name.description }
    let count = name.utf8CodeUnitCount
    guard token.bytes.count == count else { return false }
    let text = name.utf8Start
    var index = 0
    while index < count {
      if token.bytes[index] != text[index] { return false }
      index &+= 1
    }
    return true
  }
}
