import Domain
import Formats
import Net
import Site
import Storage

/// Ways in without a password: a link of the owner's, or a recovery code.
extension Call {
  /// `POST /account-links/{id}/use`: chooses a password. Whoever has no second factor is signed in with it.
  func useAccountLink() async throws -> HTTPResponse {
    let id = parameter()
    var body = try fields()
    let secret = body.text("secret", 1...100)
    let password = body.text("password", Self.passwordCharacters)
    try body.finish()
    let found = try await site.reader.read { file in
      try file.accountLink(id: id).flatMap { link in try file.account(key: link.accountKey).map { (link, $0) }
      }
    }
    guard let (link, account) = found, Secret.matches(secret, hash: link.secretHash) else {
      throw Problem.notFound("link with this address")
    }
    try application.queuePassword()
    defer { application.passwordsQueued -= 1 }
    let (now, hash) = (application.settings.realNow(), await application.passwords.make(password))
    guard account.isUsable(at: now) else { throw Problem.accountEnded }
    let ended = try await acting(as: "account \(account.id)").audited(
      "account.choose_password", subject: account.id
    ) { file, note in
      guard try file.useAccountLink(key: link.key, at: now) else {
        throw Problem.gone(
          Wording("account-link-gone", "This link was used already, was replaced, or has expired."),
          fix: "Ask the owner for a new one.")
      }
      note.after = ["link": .string(id)]
      let ended = try file.signInKeys(accountKey: account.key, at: now)
      try file.setPassword(accountKey: account.key, hash)
      return ended
    }
    end(ended)
    guard account.totpSecret == nil else { return .json(account.json, status: 201) }
    let cookie = try await startSignIn(account, code: nil)
    return .json(account.json, status: 201, headers: [("Set-Cookie", cookie)])
  }

  /// `POST /recover`: a recovery code instead of the password that was forgotten. A second factor is asked
  /// for all the same.
  func recoverAccount() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...200)
    let recovery = body.text("recovery_code", 1...40)
    let password = body.text("password", Self.passwordCharacters)
    let code = body.textOrNil("code", 0...40)
    try body.finish()
    let (now, address) = (application.settings.realNow(), request.peerAddress)
    if let until = application.throttle.admit(account: name, address: address, at: now) {
      throw Problem.tooManyTries(until: until, now: now)
    }
    try application.queuePassword()
    defer { application.passwordsQueued -= 1 }
    let hash = await application.passwords.make(password)
    guard let account = try await site.reader.read({ try $0.account(name: name) }), account.isUsable(at: now)
    else { throw Problem.wrongRecovery }
    let ended = try await acting(as: "account \(account.id)").audited(
      "account.recover", subject: account.id
    ) { file, _ in
      let used = AccountDesk.recoveryHash(recovery)
      guard try file.useRecoveryCode(accountKey: account.key, hash: used, at: now) else {
        throw Problem.wrongRecovery
      }
      if account.totpSecret != nil, code.map({ $0.count > 8 }) == true { throw Problem.wrongCode }
      try AccountDesk.useSecondFactor(code, of: account, in: file, at: now)
      let ended = try file.signInKeys(accountKey: account.key, at: now)
      try file.setPassword(accountKey: account.key, hash)
      return ended
    }
    end(ended)
    application.throttle.succeeded(account: name, address: address)
    return .json(account.json, status: 201)
  }
}

extension Problem {
  fileprivate static let wrongRecovery = Problem(
    name: "wrong-recovery-code", status: 401, title: "Wrong name or recovery code",
    wording: "The name or the recovery code is not right, or the code was used already.",
    fix: "Check both; every code works once.")
}
