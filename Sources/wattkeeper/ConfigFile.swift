/// The file of `--config`: one `key = value` per line; `#` starts a comment line.
struct ConfigFile: Equatable {
  /// The keys it may have. Everything else is set on the page.
  static let keys = ["listen", "data", "web", "public_url"]

  private(set) var values: [String: String] = [:]

  /// - Parameter name: the path, for the complaint.
  init(_ text: String, name: String) throws(Complaint) {
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = Self.trimmed(line)
      if line.isEmpty || line.hasPrefix("#") { continue }
      let place = "\(name), line \(index + 1)"
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw .usage(place, "it is not of the form key = value", fix: "listen = 0.0.0.0:8080")
      }
      let key = String(Self.trimmed(parts[0]))
      guard Self.keys.contains(key) else {
        throw .usage(
          place, "there is no setting “\(key)” here", fix: "one of \(Self.keys.joined(separator: ", "))")
      }
      guard values[key] == nil else {
        throw .usage(place, "\(key) is set a second time", fix: "keep one of the lines")
      }
      let value = Self.trimmed(parts[1])
      guard !value.isEmpty else {
        throw .usage(place, "\(key) has no value", fix: "give one or delete the line")
      }
      values[key] = String(value)
    }
  }

  subscript(_ key: String) -> String? { values[key] }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
