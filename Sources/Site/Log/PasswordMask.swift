import Formats
import Glibc

/// Takes passwords out of what is kept: the value of the configuration key AuthorizationKey and
/// of keys and members whose names speak of a password, and what stands before the @ of an address.
enum PasswordMask {
  static let mask = "…"
  private static let names = ["authorizationkey", "password"]

  /// Whether there may be something to hide. Runs for every frame: rare letters first, the rest around them.
  static func suspects(_ text: UnsafeRawBufferPointer) -> Bool {
    holds("w", in: text, before: 4, "password") || holds("W", in: text, before: 4, "password")
      || holds("z", in: text, before: 7, "authorizationkey")
      || holds("Z", in: text, before: 7, "authorizationkey")
      || holds("@", in: text, before: 0, "@")
  }

  /// The frame without what is to be hidden. One that is no JSON loses everything from the object on in which
  /// a suspicious name stands.
  static func masked(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    withoutCredentials(JSONMask.apply(to: text, names: names, hide: hidden))
  }

  private static func hidden(_ object: JSONObject) -> JSONObject {
    var object = object
    let keyIsSecret = object.members.contains {
      $0.key.lowercased() == "key" && $0.value.stringValue.map(speaks) == true
    }
    for (index, member) in object.members.enumerated() {
      let isSecret = speaks(member.key) || (keyIsSecret && member.key.lowercased() == "value")
      if isSecret, !member.value.isNull { object.members[index].value = .string(mask) }
    }
    return object
  }

  private static func speaks(_ name: String) -> Bool {
    let name = name.lowercased()
    return names.contains { name.contains($0) }
  }

  /// `//user:password@host` becomes `//…@host`, whatever the text is; slashes may be escaped.
  private static func withoutCredentials(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    for byte in text {
      if byte == UInt8(ascii: "@"), let start = credentialsStart(out) {
        out.removeSubrange(start...)
        out.append(contentsOf: mask.utf8)
      }
      out.append(byte)
    }
    return out
  }

  /// Behind the two slashes that open an address which goes on to the end of these bytes.
  private static func credentialsStart(_ bytes: [UInt8]) -> Int? {
    var index = bytes.count
    while index > 0, bytes[index - 1] > 0x20, bytes[index - 1] != UInt8(ascii: "\"") {
      index -= 1
      guard bytes[index] == UInt8(ascii: "/") else { continue }
      let rest = bytes[..<index].last == UInt8(ascii: "\\") ? bytes[..<(index - 1)] : bytes[..<index]
      if rest.last == UInt8(ascii: "/") { return index + 1 }
    }
    return nil
  }

  /// Whether `word` (in lower case) stands in the text in any case; `letter` is one of it, with so many
  /// letters before.
  private static func holds(
    _ letter: Unicode.Scalar, in text: UnsafeRawBufferPointer, before: Int, _ word: StaticString
  ) -> Bool {
    guard let base = text.baseAddress else { return false }
    var from = 0
    while from < text.count,
      let hit = memchr(base + from, Int32(letter.value), text.count - from)
    {
      let at = base.distance(to: UnsafeRawPointer(hit))
      if stands(word, at: at - before, in: text) { return true }
      from = at + 1
    }
    return false
  }

  private static func stands(_ word: StaticString, at start: Int, in text: UnsafeRawBufferPointer) -> Bool {
    guard start >= 0, start + word.utf8CodeUnitCount <= text.count else { return false }
    for index in 0..<word.utf8CodeUnitCount {
      let byte = text[start + index]
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      if lower != word.utf8Start[index] { return false }
    }
    return true
  }
}

extension JSONValue {
  /// As it may be written down and shown: without passwords.
  var withoutPasswords: JSONValue {
    let text = serialized
    guard text.withUnsafeBytes(PasswordMask.suspects) else { return self }
    do throws(JSONError) {
      return try JSONValue.parse(text.withUnsafeBytes(PasswordMask.masked))
    } catch {
      return .object(JSONObject())
    }
  }
}
