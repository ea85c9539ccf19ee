import Net

/// Headers that every answer carries: nothing is loaded from elsewhere, nobody frames the page, nobody
/// guesses content types, and no address of ours leaks to another page.
enum SecurityHeaders {
  static let all: [(String, String)] = [
    (
      "Content-Security-Policy",
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"),
    // Not no-referrer: browsers then send `Origin: null` with the forms of the page without JavaScript.
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
  ]

  /// The answer with these headers; it is not stored anywhere unless it says otherwise.
  static func add(to response: HTTPResponse) -> HTTPResponse {
    var response = response
    response.headers += all
    if !response.headers.contains(where: { $0.0 == "Cache-Control" }) {
      response.headers.append(("Cache-Control", "no-store"))
    }
    return response
  }
}
