import Domain
import Formats
import Net
import Testing

@testable import WebAPI

struct RoutesTests {
  private func match(_ method: String, _ path: String) -> RouteMatch {
    RouteMatch(method: method, segments: path.split(separator: "/").map(String.init), in: Route.all)
  }

  @Test("a path finds its route and the values of its places")
  func found() throws {
    guard case .found(let route, let values) = match("DELETE", "/api/v1/tenants/T1/links/L1") else {
      Issue.record("not found")
      return
    }
    #expect(route.pattern.text == "/api/v1/tenants/{id}/links/{link_id}")
    #expect(values == ["T1", "L1"])
  }

  @Test("a known address with another method names the methods it takes")
  func otherMethod() {
    guard case .otherMethods(let methods) = match("PUT", "/api/v1/settings") else {
      Issue.record("not refused by its method")
      return
    }
    #expect(methods == ["GET", "HEAD", "PATCH"])
    let response = Problem.methodNotAllowed(methods).response
    #expect(response.status == 405)
    #expect(response.headers.contains { $0 == ("Allow", "GET, HEAD, PATCH") })
  }

  @Test("HEAD finds what GET finds", arguments: ["/", "/healthz", "/api/v1/site"])
  func head(_ path: String) {
    guard case .found(let route, _) = match("HEAD", path) else {
      Issue.record("not found")
      return
    }
    #expect(route.method == "GET")
  }

  @Test(
    "nothing is served elsewhere",
    arguments: ["/api/v1", "/api/v2/settings", "/api/v1/settings/x", "/assets", "/i", "/T", "/ocpp/CP1"])
  func none(_ path: String) {
    guard case .none = match("GET", path) else {
      Issue.record("something is served at \(path)")
      return
    }
  }

  @Test("no route hides behind another")
  func unique() {
    let shapes = Route.all.map { route in
      route.method + " "
        + route.pattern.text.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(
          separator: "/")
    }
    #expect(Set(shapes).count == shapes.count)
    for route in Route.all {
      let segments = route.pattern.text.split(separator: "/").map { $0.hasPrefix("{") ? "1" : String($0) }
      guard case .found(let hit, _) = RouteMatch(method: route.method, segments: segments, in: Route.all)
      else {
        Issue.record("\(route.pattern.text) is not found")
        continue
      }
      #expect(hit.pattern.text == route.pattern.text)
    }
  }

  @Test("the description in Web/openapi.json has exactly the routes of the table")
  func described() throws {
    let document = try JSONValue.parse(try webFile("openapi.json"))
    let paths = try #require(document["paths"]?.objectValue)
    let described = paths.members.flatMap { path in
      (path.value.objectValue?.members ?? []).map { "\($0.key.uppercased()) \(path.key)" }
    }
    #expect(Set(described) == Set(Route.all.map { "\($0.method) \($0.pattern.text)" }))
  }
}
