import Net

/// Headers that every answer carries: nothing is loaded from elsewhere, nobody frames the page, nobody
/// guesses content types, and no address of ours leaks to another page.
enum SecurityHeaders {
  static let all: [(String, String)] = [
    (policyName, policy()),
    ("X-Content-Type-Options", "nosniff"),
    // Not no-referrer: browsers then send `Origin: null` with the forms of the page without JavaScript.
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
  ]

  private static let policyName = "Content-Security-Policy"

  /// - Parameter style: the hash of the only style sheet that may stand in the page itself; nil: none may.
  private static func policy(style: String? = nil) -> String {
    let own = style.map { " style-src 'self' 'sha256-\($0)';" } ?? ""
    return "default-src 'self';\(own) object-src 'none'; base-uri 'none'; form-action 'self'; "
      + "frame-ancestors 'none'"
  }

  /// The header for a page that holds its style sheet; instead of the usual one.
  static func policyHeader(style: String) -> (String, String) { (policyName, policy(style: style)) }

  /// The answer with these headers; it is not stored anywhere unless it says otherwise.
  static func add(to response: HTTPResponse) -> HTTPResponse {
    var response = response
    response.headers += all.filter { name, _ in !response.headers.contains { $0.0 == name } }
    if !response.headers.contains(where: { $0.0 == "Cache-Control" }) {
      response.headers.append(("Cache-Control", "no-store"))
    }
    return response
  }
}
