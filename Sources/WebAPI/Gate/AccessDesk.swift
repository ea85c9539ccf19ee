import Crypto
package import Domain
import Site
package import Storage

/// Makes tokens and claim codes; for the API and for the commands that open the file themselves.
package enum AccessDesk {
  /// Someone at the machine itself, as the audit calls it.
  package static let machine = "machine"
  static let claimTries = 5
  static let claimMs: Int64 = 24 * 3_600_000

  /// Makes a token and returns it: only its hash is kept. `by`: see `KeptAuditLine`.
  package static func makeToken(
    name: String, role: Role, by actor: String, in store: Store, at now: Instant
  ) async throws -> (key: Int64, token: String) {
    let token = Secret.make()
    let kept = try await store.write { connection in
      let kept = try connection.insertAPIToken(name: name, role: role, hash: Secret.hash(token), at: now)
      let note = AuditNote(subject: String(kept.key), after: kept.auditJSON)
      try AuditChain.append("token.create", by: actor, note, at: now, in: connection)
      return kept
    }
    return (kept.key, token)
  }

  /// Makes a claim code instead of any earlier one. Throws a `Problem` when the site has an owner already.
  package static func makeClaimCode(
    by actor: String, in store: Store, at now: Instant
  ) async throws -> String {
    let code = randomClaimCode()
    let kept = ClaimCode(
      hash: claimHash(code), expiresAt: now.advanced(byMilliseconds: claimMs), triesLeft: claimTries)
    try await store.write { connection in
      guard try connection.accounts().isEmpty else { throw Problem.alreadyClaimed }
      try connection.setClaimCode(kept)
      try AuditChain.append("claim_code.create", by: actor, AuditNote(subject: ""), at: now, in: connection)
    }
    return code
  }

  /// The code of an earlier start that still stands in its file and works, if it does.
  package static func validClaimCode(_ text: String, in reader: StoreReader, at now: Instant) async throws
    -> String?
  {
    let hash = claimHash(text)
    return try await reader.read { connection in
      guard let kept = try connection.claimCode(), kept.triesLeft > 0, now < kept.expiresAt,
        constantTimeEqual(hash, kept.hash)
      else { return nil }
      return text
    }
  }

  /// Whether the site has an owner.
  package static func isClaimed(_ reader: StoreReader) async throws -> Bool {
    try await reader.read { try !$0.accounts().isEmpty }
  }

  /// The hash of a code however it is typed: case, dash and spaces do not matter.
  static func claimHash(_ typed: String) -> [UInt8] {
    let plain = typed.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return Secret.hash("claim " + plain)
  }
}
