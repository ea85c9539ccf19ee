/// A path with places for ids: `/api/v1/charge-points/{id}`.
struct RoutePattern: Sendable {
  let text: String
  private let parts: [Substring]

  init(_ text: String) {
    self.text = text
    parts = text.split(separator: "/")
  }

  /// The values of the places, in order, if the path's segments fit; they arrive percent-decoded.
  func match(_ segments: [String]) -> [String]? {
    guard segments.count == parts.count else { return nil }
    var values: [String] = []
    for (part, segment) in zip(parts, segments) {
      if part.hasPrefix("{") {
        values.append(segment)
      } else if part != segment {
        return nil
      }
    }
    return values
  }
}
