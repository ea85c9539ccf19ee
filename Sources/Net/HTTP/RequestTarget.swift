/// The parts of a request target (RFC 9112, 3.2): origin-form, or absolute-form cut down to it.
struct RequestTarget {
  private(set) var path: String
  private(set) var segments: [String] = []
  private(set) var segmentsValid = true
  private(set) var query: [(String, String)] = []

  init(_ target: String) {
    let origin = Self.withoutAuthority(target)
    let parts = origin.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(parts.first ?? "")
    for part in path.utf8.split(separator: UInt8(ascii: "/")) {
      if let decoded = Self.decoded(part), !decoded.utf8.contains(where: { $0 == 0x2F || $0 == 0 }) {
        segments.append(decoded)
      } else {
        segments.append(String(decoding: part, as: UTF8.self))
        segmentsValid = false
      }
    }
    if parts.count == 2 { query = Self.parameters(parts[1]) }
  }

  private static func withoutAuthority(_ target: String) -> Substring {
    for scheme in ["http://", "https://", "ws://", "wss://"]
    where target.lowercased().hasPrefix(scheme) {
      let rest = target.dropFirst(scheme.count)
      return rest.firstIndex { $0 == "/" || $0 == "?" }.map { rest[$0...] } ?? "/"
    }
    return Substring(target)
  }

  private static func parameters(_ text: Substring) -> [(String, String)] {
    text.split(separator: "&").map { pair in
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let decoded = halves.map { half in
        let spaced = half.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return Self.decoded(spaced) ?? String(half)
      }
      return (decoded.first ?? "", decoded.count > 1 ? decoded[1] : "")
    }
  }

  /// Percent-decoded once (RFC 3986, 2.1); nil: a broken escape, or no UTF-8.
  private static func decoded(_ text: some Collection<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(HTTPSyntax.hexValue),
        let low = rest.popFirst().flatMap(HTTPSyntax.hexValue)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
