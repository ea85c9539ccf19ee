package import Domain

/// The code with which the first person claims the site. Only its hash is kept.
package struct ClaimCode: Sendable, Equatable {
  package var hash: [UInt8]
  package var expiresAt: Instant
  package var triesLeft: Int

  package init(hash: [UInt8], expiresAt: Instant, triesLeft: Int) {
    self.hash = hash
    self.expiresAt = expiresAt
    self.triesLeft = triesLeft
  }
}

extension ReadConnection {
  /// The current claim code; nil: none was made, or the site is claimed.
  package func claimCode() throws(StoreError) -> ClaimCode? {
    try database.one(ClaimCodeSQL.read) { row in
      ClaimCode(hash: row.blob(), expiresAt: row.instant(), triesLeft: row.int())
    }
  }
}

extension WriteConnection {
  /// Makes this the claim code, instead of any other.
  package func setClaimCode(_ code: ClaimCode) throws(StoreError) {
    try database.run(ClaimCodeSQL.set, code.hash, code.expiresAt, code.triesLeft)
  }

  /// Takes one try before a code is compared. False: none is left, it has expired, or there is no code.
  /// Count the try in a write of its own, so that a wrong code does not undo it.
  package func useClaimTry(at now: Instant) throws(StoreError) -> Bool {
    try database.run(ClaimCodeSQL.useTry, now) == 1
  }

  /// Removes the code, once the site is claimed.
  package func deleteClaimCode() throws(StoreError) { try database.run(ClaimCodeSQL.delete) }
}

private enum ClaimCodeSQL {
  static let read = Query("SELECT hash, expires_at, tries_left FROM claim_code")
  static let set = Query(
    """
    INSERT INTO claim_code (key, hash, expires_at, tries_left) VALUES (1, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at,
      tries_left = excluded.tries_left
    """)
  static let useTry = Query(
    "UPDATE claim_code SET tries_left = tries_left - 1 WHERE tries_left > 0 AND expires_at > ?")
  static let delete = Query("DELETE FROM claim_code")
}
