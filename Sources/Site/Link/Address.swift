/// Finds the charge point's id in the address it dialled. Wallboxes add slashes, repeat their id, or were
/// configured for another server; the last segment that is not a known prefix is the id.
enum Address {
  private static let prefixes = [["ocpp"], ["steve", "websocket", "CentralSystemService"]]

  /// Whether an id can be one: something to see, and nothing that would break an address or a log line.
  static func isID(_ id: String) -> Bool {
    id.count <= longest && id.contains { !$0.isWhitespace } && !id.contains("/")
      && id.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }

  private static let longest = 255

  /// - Parameter segments: of the path, empty ones dropped, each percent-decoded once.
  /// - Returns: nil when no id remains, or none that can be one.
  static func chargePointID(in segments: [String]) -> String? {
    let prefix = prefixes.first { segments.starts(with: $0) } ?? []
    guard let id = segments.dropFirst(prefix.count).last, isID(id) else { return nil }
    return id
  }
}
