import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// The second factor of one's own account (RFC 6238). It works without any network.
extension Call {
  /// `POST /me/totp`: a secret to put into an app. Nothing is kept until a code of it proves that it arrived.
  func offerSecondFactor() async throws -> HTTPResponse {
    let key = try ownKey()
    var body = try fields()
    try body.finish()
    let account = try await site.reader.read { try $0.account(own: key) }
    guard account.totpSecret == nil else { throw Problem.hasSecondFactor }
    let (secret, issuer) = (randomBytes(TOTP.secretBytes), site.settings.siteName)
    let address = TOTP.address(
      secret: secret, issuer: issuer.isEmpty ? "Wattkeeper" : issuer, account: account.name)
    try await audited("account.offer_second_factor", subject: account.id) { _, _ in }
    // Very long names make an address that fits no code; the key can be typed, too.
    let qr = try? PaperCodes.json(address)
    return .json(
      ["secret": .string(base32(secret)), "uri": .string(address), "qr": qr ?? .null], status: 201)
  }

  /// `POST /me/totp/confirm`: from now on signing in asks for a code. Answers new recovery codes.
  func confirmSecondFactor() async throws -> HTTPResponse {
    _ = try ownKey()
    var body = try fields()
    let text = body.text("secret", 1...100)
    let code = body.text("code", 6...20)
    let password = body.text("password", 1...1000)
    let secret = bytes(base32: text)
    if !text.isEmpty, secret?.count != TOTP.secretBytes {
      body.refuse("secret", Wording("totp-secret", "is not the secret that was offered"))
    }
    try body.finish()
    guard let secret else { throw Problem.unexpected }
    let (now, kept) = (application.settings.realNow(), caller.signInKey)
    let step = TOTP.step(of: code.filter { !$0.isWhitespace }, secret: secret, at: now, after: nil)
    guard let step else {
      throw Problem.invalid("code", Wording("totp-code", "is not the app's code of now"))
    }
    let key = try await ownAccount(provenBy: password).key
    let (codes, ended) = try await audited("account.add_second_factor") { file, note in
      var account = try file.account(own: key)
      guard account.totpSecret == nil else { throw Problem.hasSecondFactor }
      (account.totpSecret, account.totpLastStep) = (secret, step)
      note.subject = account.id
      try file.updateAccount(account)
      let ended = try file.signInKeys(accountKey: key, at: now)
      try file.endSignIns(accountKey: key, keeping: kept)
      return (try AccountDesk.makeRecoveryCodes(for: account, in: file), ended)
    }
    end(ended.subtracting([kept].compactMap(\.self)))
    return .json(["recovery_codes": .array(codes.map { .string($0) })], status: 201)
  }

  /// `DELETE /me/totp`.
  func removeOwnSecondFactor() async throws -> HTTPResponse {
    _ = try ownKey()
    var body = try fields()
    let password = body.text("password", 1...1000)
    try body.finish()
    let key = try await ownAccount(provenBy: password).key
    try await audited("account.remove_second_factor") { file, note in
      var account = try file.account(own: key)
      guard account.totpSecret != nil else { throw Problem.notFound("second factor of this account") }
      (account.totpSecret, account.totpLastStep) = (nil, nil)
      note.subject = account.id
      try file.updateAccount(account)
    }
    return HTTPResponse(status: 204)
  }
}

extension Problem {
  fileprivate static let hasSecondFactor = conflict(
    Wording("has-second-factor", "This account has a second factor already."), fix: "Remove it first.")
}
