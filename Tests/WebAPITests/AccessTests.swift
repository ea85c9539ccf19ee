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
    "GET /api/v1/links/{id}/challenge", "POST /api/v1/links/{id}/open",
    "POST /api/v1/tenant-sign-in/challenge", "POST /api/v1/tenant-sign-in",
    "POST /api/v1/account-links/{id}/use", "POST /api/v1/recover",
  ]

  @Test("without a sign-in there are the pages, the entrance, and what watchdogs ask")
  func nobody() {
    let calls = allowed(nil).filter { $0.contains("/api/v1/") }
    #expect(calls == entrance)
    let form = "POST /t/sign-in"
    let changes = entrance.union([form]).filter { !$0.hasPrefix("GET ") }
    #expect(allowed(nil).filter { !$0.hasPrefix("GET ") } == changes)
  }

  @Test("the owner may do everything but what belongs to tenants and to this machine")
  func owner() {
    #expect(
      everything.subtracting(allowed(.owner)) == [
        "POST /api/v1/account-links",
        "POST /api/v1/claim-codes", "GET /api/v1/tenant", "POST /api/v1/tenant/start",
        "GET /api/v1/tenant/pin", "PUT /api/v1/tenant/pin",
        "POST /api/v1/tenant/stop", "POST /t/{action}", "POST /api/v1/tenant/arm",
        "DELETE /api/v1/tenant/arm/{bay}", "POST /api/v1/tenant/cards/{id_tag}/block",
        "GET /api/v1/tenant/sign-ins", "DELETE /api/v1/tenant/sign-ins",
        "DELETE /api/v1/tenant/sign-ins/{id}", "GET /api/v1/tenant/disputes",
        "POST /api/v1/tenant/disputes",
        "GET /api/v1/tenant/data", "POST /api/v1/tenant/erasure",
      ])
  }

  /// What everyone on the staff does with the own account; tokens have none.
  private let own: Set<String> = [
    "DELETE /api/v1/me/sign-ins", "DELETE /api/v1/sign-ins/{id}", "PUT /api/v1/me/password",
    "POST /api/v1/me/recovery-codes", "POST /api/v1/me/totp", "POST /api/v1/me/totp/confirm",
    "DELETE /api/v1/me/totp",
  ]

  @Test("a manager may do what the owner may, except for tokens and who has access")
  func manager() {
    #expect(
      allowed(.owner).subtracting(allowed(.manager)) == [
        "GET /api/v1/tokens", "POST /api/v1/tokens", "DELETE /api/v1/tokens/{id}",
        "GET /api/v1/accounts", "POST /api/v1/accounts", "PATCH /api/v1/accounts/{id}",
        "POST /api/v1/accounts/{id}/link", "DELETE /api/v1/accounts/{id}/second-factor",
        "GET /api/v1/accounts/{id}/sign-ins",
      ])
    #expect(allowed(.manager).subtracting(allowed(.owner)) == [])
  }

  @Test("an accountant reads all but wallboxes' words, paper, persons' files and who did what")
  func accountant() {
    let changes = allowed(.accountant).filter { !$0.hasPrefix("GET ") }
    let ends: Set = ["POST /api/v1/sign-out", "POST /t/sign-in"]
    #expect(changes == entrance.filter { !$0.hasPrefix("GET ") }.union(ends).union(own))
    let log = "GET /api/v1/charge-points/{id}/messages"
    let audit = "GET /api/v1/audit"
    let kept: Set = allowed(.manager).subtracting(allowed(.accountant)).filter { $0.hasPrefix("GET ") }
    #expect(
      kept == [
        log, log + ".ndjson", "GET /api/v1/addresses", "GET /api/v1/stickers",
        "GET /api/v1/tenants/{id}/pin", "GET /api/v1/tenants/{id}/data", "GET /api/v1/jobs",
        "GET /api/v1/jobs/{id}", audit, audit + ".csv",
        audit + "/check",
      ])
  }

  @Test("an installer sets up wallboxes, and sees neither people nor money")
  func installer() {
    let calls = allowed(.installer)
    for path in ["tenants", "id-tags", "transactions", "tariffs", "to-check", "audit", "accounts"] {
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
        "GET /api/v1/tenant/pin", "PUT /api/v1/tenant/pin",
        "GET /api/v1/tenant", "POST /api/v1/tenant/start", "POST /api/v1/tenant/stop",
        "POST /t/{action}", "POST /api/v1/tenant/arm", "DELETE /api/v1/tenant/arm/{bay}",
        "POST /api/v1/tenant/cards/{id_tag}/block", "GET /api/v1/tenant/sign-ins",
        "DELETE /api/v1/tenant/sign-ins", "DELETE /api/v1/tenant/sign-ins/{id}",
        "GET /api/v1/tenant/disputes", "POST /api/v1/tenant/disputes",
        "GET /api/v1/me", "GET /api/v1/events", "POST /api/v1/sign-out",
        "GET /api/v1/transactions", "GET /api/v1/transactions/{id}", "GET /api/v1/transactions/{id}/readings",
        "GET /api/v1/tenant/data", "POST /api/v1/tenant/erasure",
      ])
  }

  @Test("the control socket makes tokens and claim codes and is no owner otherwise")
  func control() {
    #expect(
      allowed(nil, control: true).subtracting(allowed(nil)) == [
        "POST /api/v1/tokens", "POST /api/v1/claim-codes", "POST /api/v1/account-links",
        "GET /api/v1/accounts",
      ])
  }

  @Test("who is not signed in hears so, who is of the wrong kind hears that")
  func verdicts() {
    #expect(Access.managers.verdict(role: nil, isControl: false) == .signInFirst)
    #expect(Access.managers.verdict(role: .accountant, isControl: false) == .forbidden)
    #expect(Access.control.verdict(role: .owner, isControl: false) == .forbidden)
  }
}
