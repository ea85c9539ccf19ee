import Domain
import Testing

@testable import WebAPI

struct AccessTests {
  private func allowed(_ role: Role?, control: Bool = false) -> Set<String> {
    Set(
      Route.all.filter { $0.access.verdict(role: role, isControl: control) == .allowed }
        .map { "\($0.method) \($0.pattern.text)" })
  }

  private var everything: Set<String> { Set(Route.all.map { "\($0.method) \($0.pattern.text)" }) }

  private let entrance: Set<String> = [
    "GET /api/v1/site", "GET /api/v1/countries", "POST /api/v1/claim", "POST /api/v1/sign-in",
    "POST /api/v1/links/{id}/open",
  ]

  @Test("without a sign-in there are the pages, the entrance, and what watchdogs ask")
  func nobody() {
    let calls = allowed(nil).filter { $0.contains("/api/v1/") }
    #expect(calls == entrance)
    #expect(allowed(nil).filter { !$0.hasPrefix("GET ") } == entrance.filter { !$0.hasPrefix("GET ") })
  }

  @Test("the owner may do everything but what belongs to tenants and to this machine")
  func owner() {
    #expect(
      everything.subtracting(allowed(.owner)) == [
        "POST /api/v1/claim-codes", "GET /api/v1/tenant", "POST /api/v1/tenant/start",
        "POST /api/v1/tenant/stop", "POST /t/start", "POST /t/stop",
      ])
  }

  @Test("a manager may do what the owner may, except for tokens")
  func manager() {
    #expect(
      allowed(.owner).subtracting(allowed(.manager)) == [
        "GET /api/v1/tokens", "POST /api/v1/tokens", "DELETE /api/v1/tokens/{id}",
      ])
    #expect(allowed(.manager).subtracting(allowed(.owner)) == [])
  }

  @Test("an accountant reads everything but what wallboxes say and what is printed, and changes nothing")
  func accountant() {
    let changes = allowed(.accountant).filter { !$0.hasPrefix("GET ") }
    #expect(changes == entrance.filter { !$0.hasPrefix("GET ") }.union(["POST /api/v1/sign-out"]))
    let log = "GET /api/v1/charge-points/{id}/messages"
    let kept: Set = allowed(.manager).subtracting(allowed(.accountant)).filter { $0.hasPrefix("GET ") }
    #expect(kept == [log, log + ".ndjson", "GET /api/v1/addresses", "GET /api/v1/stickers"])
  }

  @Test("an installer sets up wallboxes, and sees neither people nor money")
  func installer() {
    let calls = allowed(.installer)
    for path in ["tenants", "id-tags", "transactions", "tariffs", "to-check"] {
      #expect(!calls.contains { $0.hasPrefix("GET /api/v1/\(path)") }, "\(path)")
    }
    #expect(calls.contains("POST /api/v1/charge-points"))
    #expect(calls.contains("POST /api/v1/charge-points/{id}/operations"))
    #expect(!calls.contains("PATCH /api/v1/settings"))
    #expect(!calls.contains("POST /api/v1/tariffs"))
  }

  @Test("a tenant reaches its own page, its charges and its events")
  func tenant() {
    #expect(
      allowed(.tenant).subtracting(allowed(nil)) == [
        "GET /api/v1/tenant", "POST /api/v1/tenant/start", "POST /api/v1/tenant/stop", "POST /t/start",
        "POST /t/stop", "GET /api/v1/me", "GET /api/v1/events", "POST /api/v1/sign-out",
        "GET /api/v1/transactions", "GET /api/v1/transactions/{id}", "GET /api/v1/transactions/{id}/readings",
      ])
  }

  @Test("the control socket makes tokens and claim codes and is no owner otherwise")
  func control() {
    #expect(
      allowed(nil, control: true).subtracting(allowed(nil)) == [
        "POST /api/v1/tokens", "POST /api/v1/claim-codes",
      ])
  }

  @Test("who is not signed in hears so, who is of the wrong kind hears that")
  func verdicts() {
    #expect(Access.managers.verdict(role: nil, isControl: false) == .signInFirst)
    #expect(Access.managers.verdict(role: .accountant, isControl: false) == .forbidden)
    #expect(Access.control.verdict(role: .owner, isControl: false) == .forbidden)
  }
}
