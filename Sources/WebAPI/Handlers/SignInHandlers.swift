import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  /// `POST /sign-in`. An unknown name costs as much time as a wrong password and gets the same answer.
  func signIn() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...200)
    let password = body.text("password", 1...1000)
    try body.finish()
    try application.queuePassword()
    defer { application.passwordsQueued -= 1 }
    let now = application.settings.realNow()
    let address = request.peerAddress
    if let until = application.throttle.admit(account: name, address: address, at: now) {
      throw Problem.tooManyTries(until: until, now: now)
    }
    let account = try await site.reader.read { try $0.account(name: name) }
    let kept = if let account { account.password } else { await application.nobodysPassword() }
    let isRight = await application.passwords.verify(password, against: kept)
    guard let account, isRight else { throw Problem.wrongPassword }
    application.throttle.succeeded(account: name, address: address)
    let cookie = try await startSignIn(account)
    return .json(account.json, status: 201, headers: [("Set-Cookie", cookie)])
  }

  func signOut() async throws -> HTTPResponse {
    if let key = caller.signInKey {
      try await audited("sign_in.end", subject: String(key)) { file, _ in
        _ = try file.deleteSignIn(key: key)
      }
      application.events.close(signInKey: key)
    }
    let cookie = caller.role == .tenant ? Cookie.tenant : Cookie.manager
    return HTTPResponse(status: 204, headers: [("Set-Cookie", Cookie.clear(cookie))])
  }

  /// Signs an account in and returns its cookie.
  func startSignIn(_ account: Account) async throws -> String {
    let secret = Secret.make()
    let (now, device) = (application.settings.realNow(), device)
    let principal = SignIn.Principal.account(
      key: account.key, id: account.id, name: account.name, role: account.role)
    let end = SignInTime.end(of: principal, createdAt: now, usedAt: now)
    try await acting(as: "account \(account.id)").audited("sign_in.begin") { file, note in
      let key = try file.insertSignIn(
        tokenHash: Secret.hash(secret), accountKey: account.key, device: device, at: now, expiresAt: end)
      try file.noteSignIn(accountKey: account.key, at: now)
      note.subject = String(key)
    }
    return Cookie.set(Cookie.manager, to: secret, maxAgeSeconds: SignInTime.managerMostMs / 1000)
  }

  /// What the browser calls itself.
  var device: String { String((request.header("user-agent") ?? "").prefix(200)) }
}

extension WebApplication {
  static let mostPasswordsQueued = 20

  /// Counts a password in that is to be hashed; whoever calls this counts it out again. Throws when so many
  /// wait that another one would wait for seconds.
  func queuePassword() throws(Problem) {
    guard passwordsQueued < Self.mostPasswordsQueued else { throw .busy }
    passwordsQueued += 1
  }

  /// A hash that no password has, made once, so that checking an unknown name takes its time.
  func nobodysPassword() async -> String {
    if let made = nobodysHash { return made }
    let made = await passwords.make(Secret.make())
    nobodysHash = made
    return made
  }
}

extension Account {
  var json: JSONValue { ["name": .string(name), "role": .string(role.rawValue)] }
}
