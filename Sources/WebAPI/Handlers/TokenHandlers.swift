import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func createToken() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...100)
    let role = body.choiceOrNil("role", Role.self)
    if !body.has("role") { body.refuse("role", .missing) }
    try body.finish()
    guard let role else { throw Problem.unexpected }
    let now = application.settings.realNow()
    let made = try await AccessDesk.makeToken(
      name: name, role: role, by: caller.actor, in: site.store, at: now)
    return .json(
      [
        "id": .string(String(made.key)), "name": .string(name), "role": .string(role.rawValue),
        "token": .string(made.token),
      ], status: 201)
  }

  func listTokens() async throws -> HTTPResponse {
    let limit = try pageLimit()
    let cursor = try pageCursor()
    let page = try await site.reader.read { try $0.apiTokens(after: cursor, limit: limit) }
    return .list(page.items.map(\.json), next: page.next?.text)
  }

  func revokeToken() async throws -> HTTPResponse {
    let key = try number(0, "token with this id")
    let now = application.settings.realNow()
    try await audited("token.revoke", subject: String(key)) { connection, _ in
      guard try connection.revokeAPIToken(key: key, at: now) else {
        throw Problem.notFound("token with this id that still works")
      }
    }
    application.events.close(tokenKey: key)
    return HTTPResponse(status: 204)
  }
}

extension APIToken {
  var json: JSONValue {
    [
      "id": .string(String(key)), "name": .string(name), "role": .string(role.rawValue),
      "created_at": .instant(createdAt), "last_used_at": .instant(lastUsedAt),
      "revoked_at": .instant(revokedAt),
    ]
  }
}
