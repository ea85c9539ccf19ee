import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// What people do with their own account. What could lock someone out asks for the password again.
extension Call {
  func showOwnAccount() async throws -> HTTPResponse {
    let key = try ownKey()
    let (account, codes) = try await site.reader.read { file in
      (try file.account(key: key), try file.recoveryCodesLeft(accountKey: key))
    }
    guard let account else { throw Problem.noAccount }
    return .json(account.json.adding(["recovery_codes_left": .integer(codes)]))
  }

  func listOwnSignIns() async throws -> HTTPResponse {
    let (key, now) = (try ownKey(), application.settings.realNow())
    let page = try await site.reader.read { try $0.signIns(accountKey: key, at: now, after: nil, limit: 500) }
    return .list(page.items.map { $0.json(current: caller.signInKey) })
  }

  /// `DELETE /me/sign-ins`: everywhere but here.
  func endOtherSignIns() async throws -> HTTPResponse {
    let (key, kept, now) = (try ownKey(), caller.signInKey, application.settings.realNow())
    let ended = try await audited("account.sign_out_elsewhere") { file, note in
      let account = try file.account(own: key)
      note.subject = account.id
      let ended = try file.signInKeys(accountKey: key, at: now)
      try file.endSignIns(accountKey: key, keeping: kept)
      return ended
    }
    end(ended.subtracting([kept].compactMap(\.self)))
    return HTTPResponse(status: 204)
  }

  /// `DELETE /sign-ins/{id}`: one's own; the owner ends anybody's.
  func endSignIn() async throws -> HTTPResponse {
    let key = try number(0, "sign-in with this id")
    let (own, mayAll, now) = (caller.accountKey, caller.role == .owner, application.settings.realNow())
    try await audited("sign_in.end", subject: String(key)) { file, _ in
      guard let signIn = try file.accountSignIn(key: key, at: now),
        case .account(let account, _, _, _) = signIn.principal, mayAll || account == own
      else { throw Problem.notFound("sign-in with this id") }
      try file.deleteSignIn(key: key)
    }
    end([key])
    return HTTPResponse(status: 204)
  }

  func changePassword() async throws -> HTTPResponse {
    _ = try ownKey()
    var body = try fields()
    let old = body.text("old_password", 1...1000)
    let new = body.text("password", Self.passwordCharacters)
    try body.finish()
    let account = try await ownAccount(provenBy: old)
    let (hash, kept) = (try await hashed(new), caller.signInKey)
    let now = application.settings.realNow()
    let ended = try await audited("account.change_password", subject: account.id) { file, _ in
      let ended = try file.signInKeys(accountKey: account.key, at: now)
      try file.setPassword(accountKey: account.key, hash, keeping: kept)
      return ended
    }
    end(ended.subtracting([kept].compactMap(\.self)))
    return HTTPResponse(status: 204)
  }

  /// `POST /me/recovery-codes`: new ones instead of all earlier ones, told once.
  func renewRecoveryCodes() async throws -> HTTPResponse {
    _ = try ownKey()
    var body = try fields()
    let password = body.text("password", 1...1000)
    try body.finish()
    let account = try await ownAccount(provenBy: password)
    let codes = try await audited("account.renew_recovery_codes", subject: account.id) { file, _ in
      try AccountDesk.makeRecoveryCodes(for: account, in: file)
    }
    return .json(["recovery_codes": .array(codes.map { .string($0) })], status: 201)
  }

  /// The signed-in account, with its password proven again.
  func ownAccount(provenBy password: String) async throws -> Account {
    let key = try ownKey()
    guard let account = try await site.reader.read({ try $0.account(key: key) }) else {
      throw Problem.noAccount
    }
    return try await proven(name: account.name, password: password)
  }

  func ownKey() throws(Problem) -> Int64 {
    guard let key = caller.accountKey else { throw .noAccount }
    return key
  }
}

extension ReadConnection {
  func account(own key: Int64) throws -> Account {
    guard let account = try account(key: key) else { throw Problem.noAccount }
    return account
  }
}
