import Crypto
import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  static let passwordCharacters = 10...1000

  /// `POST /claim`: whoever holds the code becomes the owner. The body is checked before a try is spent.
  func claim() async throws -> HTTPResponse {
    var body = try fields()
    let code = body.text("code", 1...40)
    let name = body.text("name", 1...100)
    let password = body.text("password", Self.passwordCharacters)
    let country = body.text("country", 2...2).uppercased()
    let preset = CountryPreset.of(country: country)
    if preset == nil, country.count == 2 {
      body.refuse("country", .unknownCountry)
    }
    try body.finish()
    guard let preset else { throw Problem.unexpected }
    try application.queuePassword()
    defer { application.passwordsQueued -= 1 }
    try await useClaimCode(code)
    let hash = await application.passwords.make(password)
    let (id, now) = (randomToken(bits: 60), site.now())
    let owner = acting(as: "account \(id)")
    try await owner.take(preset, by: name)
    let account = try await owner.audited("account.claim", subject: id) { connection, note in
      guard try connection.accounts().isEmpty else { throw Problem.alreadyClaimed }
      try connection.deleteClaimCode()
      let account = try connection.insertAccount(
        id: id, name: name, role: .owner, password: hash, at: now)
      note.after = account.auditJSON
      return account
    }
    application.settings.claimCodeFile.remove()
    let cookie = try await startSignIn(account)
    return .json(account.json, status: 201, headers: [("Set-Cookie", cookie)])
  }

  /// `POST /claim-codes`, on this machine only.
  func makeClaimCode() async throws -> HTTPResponse {
    var body = try fields()
    try body.finish()
    let now = application.settings.realNow()
    let code = try await AccessDesk.makeClaimCode(by: caller.actor, in: site.store, at: now)
    _ = application.settings.claimCodeFile.write(code)
    return .json(["code": .string(code)], status: 201)
  }

  private func useClaimCode(_ code: String) async throws {
    guard try await !AccessDesk.isClaimed(site.reader) else { throw Problem.alreadyClaimed }
    let now = application.settings.realNow()
    let kept = try await site.store.write { try $0.useClaimTry(at: now) ? $0.claimCode() : nil }
    guard let kept, constantTimeEqual(AccessDesk.claimHash(code), kept.hash) else {
      throw Problem.wrongClaimCode
    }
  }

  /// Sets what follows from the country. A currency that is locked already stays.
  private func take(_ preset: CountryPreset, by name: String) async throws {
    var changes = preset.settings
    do throws(SiteError) {
      _ = try await site.change(settings: changes, by: name, also: auditSettings(changes))
    } catch {
      guard case .conflict = error else { throw error }
      changes[.currency] = nil
      _ = try await site.change(settings: changes, by: name, also: auditSettings(changes))
    }
  }
}
