import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// Who has access, as the owner sees and changes it.
extension Call {
  func listAccounts() async throws -> HTTPResponse {
    .list(try await site.reader.read { try $0.accounts() }.map(\.json))
  }

  /// `POST /accounts`: an account without a password, and the link with which its owner chooses one.
  func createAccount() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...100)
    let role = Self.accountRole(in: &body)
    if !body.has("role") { body.refuse("role", .missing) }
    let asked = body.instantOrNil("expires_at")
    try body.finish()
    guard let role else { throw Problem.unexpected }
    let now = application.settings.realNow()
    let expiresAt = Self.expiry(asked, of: role, at: now)
    let (account, link) = try await audited("account.create") { file, note in
      guard try file.account(name: name) == nil else {
        throw Problem.conflict(
          Wording("account-name", "There is an account with this name already."), fix: "Choose another name.")
      }
      let account = try file.insertAccount(
        id: randomToken(bits: 60), name: name, role: role, password: "", expiresAt: expiresAt, at: now)
      (note.subject, note.after) = (account.id, account.auditJSON)
      return (account, try AccountDesk.makeLink(for: account, in: file, at: now))
    }
    return .json(account.json.adding(["link": json(of: link)]), status: 201)
  }

  func changeAccount() async throws -> HTTPResponse {
    let id = parameter()
    var body = try fields()
    let role = Self.accountRole(in: &body)
    let disabled = body.boolOrNil("disabled")
    let setsEnd = body.has("expires_at")
    let asked = body.instantOrNil("expires_at")
    try body.finish()
    let now = application.settings.realNow()
    let (account, ended) = try await audited("account.change", subject: id) {
      file, note -> (Account, Set<Int64>) in
      var account = try file.account(ofPath: id)
      let before = account
      if let role { account.role = role }
      if let disabled { account.disabledAt = disabled ? account.disabledAt ?? now : nil }
      if setsEnd || account.role != before.role {
        account.expiresAt = Self.expiry(setsEnd ? asked : account.expiresAt, of: account.role, at: now)
      }
      if before.role == .owner { try AccountDesk.checkThatAnOwnerStays(account, in: file) }
      try file.updateAccount(account)
      (note.before, note.after) = (before.auditJSON, account.auditJSON)
      guard account.role != before.role || !account.isUsable(at: now) else { return (account, []) }
      let ended = try file.signInKeys(accountKey: account.key, at: now)
      try file.endSignIns(accountKey: account.key)
      return (account, ended)
    }
    end(ended)
    return .json(account.json)
  }

  /// `POST /accounts/{id}/link`: a new way in for someone who forgot, or never came.
  func inviteAccount() async throws -> HTTPResponse {
    let id = parameter()
    var body = try fields()
    try body.finish()
    let now = application.settings.realNow()
    let link = try await audited("account.invite", subject: id) { file, note in
      let link = try AccountDesk.makeLink(for: try file.account(ofPath: id), in: file, at: now)
      note.after = ["link": .string(link.id)]
      return link
    }
    return .json(json(of: link), status: 201)
  }

  /// `DELETE /accounts/{id}/second-factor`, for someone who lost phone and recovery codes.
  func removeSecondFactor() async throws -> HTTPResponse {
    let id = parameter()
    try await audited("account.remove_second_factor", subject: id) { file, _ in
      var account = try file.account(ofPath: id)
      guard account.totpSecret != nil else { throw Problem.notFound("second factor of this account") }
      (account.totpSecret, account.totpLastStep) = (nil, nil)
      try file.updateAccount(account)
    }
    return HTTPResponse(status: 204)
  }

  func listAccountSignIns() async throws -> HTTPResponse {
    let (id, now) = (parameter(), application.settings.realNow())
    let page = try await site.reader.read { file in
      try file.signIns(accountKey: try file.account(ofPath: id).key, at: now, after: nil, limit: 500)
    }
    return .list(page.items.map { $0.json(current: caller.signInKey) })
  }

  /// `POST /account-links`, on this machine only: the way in for an owner who forgot the password.
  func makeAccountLink() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...200)
    try body.finish()
    let path = try await AccountDesk.resetPassword(
      of: name, by: caller.actor, in: site.store, at: application.settings.realNow())
    return .json(["path": .string(path), "public_url": .text(application.settings.publicURL)], status: 201)
  }

  /// Ends the live streams of sign-ins that are no more.
  func end(_ signIns: Set<Int64>) {
    for key in signIns { application.events.close(signInKey: key) }
  }

  private func json(of link: (id: String, path: String, expiresAt: Instant)) -> JSONValue {
    [
      "id": .string(link.id), "url": .string(ownAddress + link.path), "expires_at": .instant(link.expiresAt),
    ]
  }

  /// `role`, but for tenants, who have links of their own.
  private static func accountRole(in body: inout BodyFields) -> Role? {
    let role = body.choiceOrNil("role", Role.self)
    if role == .tenant {
      body.refuse("role", .choice(Role.allCases.filter { $0 != .tenant }.map(\.rawValue)))
    }
    return role
  }

  /// Installers' accounts always end.
  private nonisolated static func expiry(_ asked: Instant?, of role: Role, at now: Instant) -> Instant? {
    role == .installer ? asked ?? now.advanced(byMilliseconds: AccountDesk.installerMs) : asked
  }
}

extension ReadConnection {
  fileprivate func account(ofPath id: String) throws -> Account {
    guard let account = try account(id: id) else { throw Problem.notFound("account with this id") }
    return account
  }
}

extension Account {
  var json: JSONValue {
    [
      "id": .string(id), "name": .string(name), "role": .string(role.rawValue),
      "created_at": .instant(createdAt), "expires_at": .instant(expiresAt),
      "disabled_at": .instant(disabledAt), "last_sign_in_at": .instant(lastSignInAt),
      "second_factor": .bool(totpSecret != nil), "has_password": .bool(!password.isEmpty),
    ]
  }
}

extension SignIn {
  func json(current: Int64?) -> JSONValue {
    [
      "id": .string(String(key)), "device": .string(device), "created_at": .instant(createdAt),
      "last_used_at": .instant(lastUsedAt), "expires_at": .instant(expiresAt),
      "current": .bool(key == current),
    ]
  }
}
