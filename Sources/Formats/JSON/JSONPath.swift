/// Says in which member a byte lies. Runs only when there is a fault to tell of, so that readers need not
/// keep track of names.
package enum JSONPath {
  private enum Level {
    case object(key: String?, awaitsKey: Bool)
    case array(Int)
  }

  /// The path like `elements[0].price` of the value around `offset`; empty at the top. The text before
  /// `offset` should be JSON; of anything else the answer is merely a guess.
  package static func at(_ offset: Int, in bytes: UnsafeRawBufferPointer) -> String {
    var levels: [Level] = []
    var index = 0
    let end = min(offset, bytes.count)
    while index < end {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "{"): levels.append(.object(key: nil, awaitsKey: true))
      case UInt8(ascii: "["): levels.append(.array(0))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
      case UInt8(ascii: ","): comma(&levels)
      case UInt8(ascii: "\""): string(&levels, &index, end, bytes)
      default: break
      }
    }
    return text(levels)
  }

  private static func comma(_ levels: inout [Level]) {
    switch levels.popLast() {
    case .array(let element): levels.append(.array(element + 1))
    case .object: levels.append(.object(key: nil, awaitsKey: true))
    case nil: break
    }
  }

  private static func string(
    _ levels: inout [Level], _ index: inout Int, _ end: Int, _ bytes: UnsafeRawBufferPointer
  ) {
    let start = index
    while index < end, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < end else { return }
    if case .object(_, awaitsKey: true)? = levels.last {
      let content = UnsafeRawBufferPointer(rebasing: bytes[start..<index])
      let key = JSONToken(kind: .string, bytes: content, isPlain: false).text
      levels[levels.count - 1] = .object(key: key, awaitsKey: false)
    }
    index += 1
  }

  private static func text(_ levels: [Level]) -> String {
    levels.reduce(into: "") { path, level in
      switch level {
      case .array(let element): path += "[\(element)]"
      case .object(let key?, _): path = joined(path, key)
      case .object(nil, _): break
      }
    }
  }

  /// `a` + `b` → `a.b`; at the top just `b`.
  package static func joined(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : path + "." + key
  }

  /// `a` + 3 → `a[3]`.
  package static func joined(_ path: String, _ element: Int) -> String { path + "[\(element)]" }
}
