import Net

/// One line of the route table.
struct Route: Sendable {
  /// Nil means that the handler has answered through the exchange itself.
  typealias Handler = @NetworkLoop @Sendable (Call) async throws -> HTTPResponse?

  let method: String
  let pattern: RoutePattern
  let access: Access
  let handler: Handler

  init(_ method: String, _ pattern: String, _ access: Access, _ handler: @escaping Handler) {
    self.method = method
    self.pattern = RoutePattern(pattern)
    self.access = access
    self.handler = handler
  }

  /// Whether it is one of the pages, or calls, that a tenant's cookie is meant for.
  var isTenantPage: Bool {
    ["/t", "/c/", "/C/", "/api/v1/links"].contains { pattern.text.hasPrefix($0) }
  }

  /// Whether it is asked by watchdogs, under whatever name they have for this machine; it tells nothing.
  var isForMachines: Bool { pattern.text == "/healthz" || pattern.text == "/readyz" }

  /// Whether requests of this method change something.
  static func changes(_ method: String) -> Bool { method != "GET" && method != "HEAD" && method != "OPTIONS" }
}

/// Finds the line of a request.
enum RouteMatch {
  case found(Route, [String])
  /// The address exists, but not with this method.
  case otherMethods([String])
  case none

  init(method: String, segments: [String], in routes: [Route]) {
    let wanted = method == "HEAD" ? "GET" : method
    var others: [String] = []
    for route in routes {
      guard let values = route.pattern.match(segments) else { continue }
      if route.method == wanted {
        self = .found(route, values)
        return
      }
      others.append(route.method)
      if route.method == "GET" { others.append("HEAD") }
    }
    self = others.isEmpty ? .none : .otherMethods(others)
  }
}
