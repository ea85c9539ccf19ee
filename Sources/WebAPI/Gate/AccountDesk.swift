import Crypto
package import Domain
import Formats
import Site
package import Storage

/// Makes the ways in for people with accounts; for the API and for commands that open the file themselves.
package enum AccountDesk {
  static let linkMs: Int64 = 7 * 24 * 3_600_000
  static let installerMs: Int64 = 30 * 24 * 3_600_000
  static let recoveryCodes = 10

  /// Makes a link to choose a password; returns its path, `/a/<id>#<secret>`, which is not kept.
  package static func resetPassword(
    of name: String, by actor: String, in store: Store, at now: Instant
  ) async throws -> String {
    try await store.write { file in
      guard let account = try file.account(name: name) else {
        throw Problem.notFound("account with the name \(name)")
      }
      let made = try makeLink(for: account, in: file, at: now)
      let note = AuditNote(subject: account.id, after: ["link": .string(made.id)])
      try AuditChain.append("account.invite", by: actor, note, at: now, in: file)
      return made.path
    }
  }

  static func makeLink(
    for account: Account, in file: WriteConnection, at now: Instant
  ) throws -> (id: String, path: String, expiresAt: Instant) {
    let (id, secret) = (randomToken(bits: 60), randomToken(bits: 130))
    let end = now.advanced(byMilliseconds: linkMs)
    try file.insertAccountLink(
      id: id, accountKey: account.key, secretHash: Secret.hash(secret), at: now, expiresAt: end)
    return (id, "/a/\(id)#\(secret)", end)
  }

  /// New recovery codes, of 80 random bits each; only their hashes are kept.
  static func makeRecoveryCodes(for account: Account, in file: WriteConnection) throws -> [String] {
    let codes = (0..<recoveryCodes).map { _ in
      (0..<4).map { _ in randomToken(bits: 20) }.joined(separator: "-")
    }
    try file.replaceRecoveryCodes(accountKey: account.key, hashes: codes.map(recoveryHash))
    return codes
  }

  /// The hash of a recovery code however it is typed.
  static func recoveryHash(_ typed: String) -> [UInt8] {
    Secret.hash("recovery " + typed.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }

  /// Checks the second factor, if the account has one, and uses it up: a code of the app, or a recovery code.
  static func useSecondFactor(
    _ code: String?, of account: Account, in file: WriteConnection, at now: Instant
  ) throws {
    guard let secret = account.totpSecret else { return }
    guard let code, !code.isEmpty else { throw Problem.secondFactorNeeded }
    let digits = code.filter { !$0.isWhitespace }
    if let step = TOTP.step(of: digits, secret: secret, at: now, after: account.totpLastStep) {
      guard try file.useCodeStep(accountKey: account.key, step) else { throw Problem.wrongCode }
    } else {
      let hash = recoveryHash(code)
      guard try file.useRecoveryCode(accountKey: account.key, hash: hash, at: now) else {
        throw Problem.wrongCode
      }
    }
  }

  /// Throws when a change would leave the site without an owner who can come in for good.
  static func checkThatAnOwnerStays(_ changed: Account, in file: WriteConnection) throws {
    for kept in try file.accounts() {
      let account = kept.key == changed.key ? changed : kept
      let staysIn = account.disabledAt == nil && account.expiresAt == nil && !account.password.isEmpty
      if account.role == .owner, staysIn { return }
    }
    throw Problem.lastOwner
  }
}
