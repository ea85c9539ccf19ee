package import Domain

/// How a tenant signs in again: the code names it, the PIN proves it.
package struct TenantPin: Sendable, Equatable {
  /// What the file has of a PIN; never the PIN.
  package struct Verifier: Sendable, Equatable {
    package var salt: [UInt8]
    /// Of SRP (RFC 5054, 2.4).
    package var verifier: [UInt8]
    package var setAt: Instant

    package init(salt: [UInt8], verifier: [UInt8], setAt: Instant) {
      (self.salt, self.verifier, self.setAt) = (salt, verifier, setAt)
    }
  }

  package var tenantKey: Int64
  package var code: String
  /// Nil: no PIN was chosen yet.
  package var verifier: Verifier?
  /// Wrong ones since the last time it was right.
  package var failures: Int
  package var failedAt: Instant?
}

extension ReadConnection {
  /// The PIN behind an account code.
  package func tenantPin(code: String) throws(StoreError) -> TenantPin? {
    try database.one(TenantPinSQL.byCode, code, as: TenantPinSQL.read)
  }

  /// A tenant's; nil when it never had a code.
  package func tenantPin(tenantKey: Int64) throws(StoreError) -> TenantPin? {
    try database.one(TenantPinSQL.ofTenant, tenantKey, as: TenantPinSQL.read)
  }

  /// The secret that salts of codes nobody has are made of.
  package func decoySecret() throws(StoreError) -> [UInt8] {
    guard let secret = try database.one(TenantPinSQL.decoy, as: { row in row.blob() }) else {
      throw StoreError(.corrupt, "The database has lost its secret for codes that nobody has.")
    }
    return secret
  }
}

extension WriteConnection {
  /// The tenant's PIN, with `newCode` as its account code if it has none yet. The code must be nobody's.
  package func tenantPin(tenantKey: Int64, orWith newCode: String) throws(StoreError) -> TenantPin {
    if let known = try tenantPin(tenantKey: tenantKey) { return known }
    try database.run(TenantPinSQL.insert, tenantKey, newCode)
    return TenantPin(tenantKey: tenantKey, code: newCode, failures: 0)
  }

  /// Writes a PIN that was just chosen; wrong ones of before are forgotten.
  package func setPin(_ verifier: TenantPin.Verifier, tenantKey: Int64) throws(StoreError) {
    try database.run(TenantPinSQL.set, tenantKey, verifier.salt, verifier.verifier, verifier.setAt)
  }

  /// Counts a wrong PIN.
  package func notePinFailure(tenantKey: Int64, at: Instant) throws(StoreError) {
    try database.run(TenantPinSQL.fail, tenantKey, at)
  }

  /// Forgets the wrong PINs, because the right one came.
  package func clearPinFailures(tenantKey: Int64) throws(StoreError) {
    try database.run(TenantPinSQL.clear, tenantKey)
  }

  /// Forgets the PIN and the wrong ones, and changes the code, which whoever guessed knows.
  package func resetPin(tenantKey: Int64, code: String) throws(StoreError) {
    try database.run(TenantPinSQL.reset, tenantKey, code)
  }
}

private enum TenantPinSQL {
  static func read(_ row: inout Row) -> TenantPin {
    let (tenantKey, code) = (row.int64(), row.text())
    let (salt, verifier, setAt) = (row.blobOrNil(), row.blobOrNil(), row.instantOrNil())
    var pin = TenantPin(tenantKey: tenantKey, code: code, failures: row.int(), failedAt: row.instantOrNil())
    if let salt, let verifier, let setAt {
      pin.verifier = TenantPin.Verifier(salt: salt, verifier: verifier, setAt: setAt)
    }
    return pin
  }

  private static let select = """
    SELECT tenant_key, code, salt, verifier, set_at, failures, failed_at FROM tenant_pin
    """
  static let byCode = Query("\(select) WHERE code = ?")
  static let ofTenant = Query("\(select) WHERE tenant_key = ?")
  static let decoy = Query("SELECT secret FROM decoy")
  static let insert = Query("INSERT INTO tenant_pin (tenant_key, code) VALUES (?, ?)")
  static let set = Query(
    """
    UPDATE tenant_pin SET salt = ?2, verifier = ?3, set_at = ?4, failures = 0, failed_at = NULL
    WHERE tenant_key = ?1
    """)
  static let fail = Query(
    "UPDATE tenant_pin SET failures = failures + 1, failed_at = ?2 WHERE tenant_key = ?1")
  static let clear = Query("UPDATE tenant_pin SET failures = 0, failed_at = NULL WHERE tenant_key = ?")
  static let reset = Query(
    """
    UPDATE tenant_pin SET code = ?2, salt = NULL, verifier = NULL, set_at = NULL, failures = 0,
      failed_at = NULL
    WHERE tenant_key = ?1
    """)
}
