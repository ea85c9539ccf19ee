package import Domain

/// A line of the audit as it stands in the chain.
package struct KeptAuditLine: Sendable, Equatable {
  /// 1, 2, 3, … without a gap.
  package var sequence: Int64
  package var at: Instant
  /// An opaque name: `account ID`, `token ID`, `tenant ID`, `machine` or `appliance`.
  package var by: String
  /// Like `tenant.change`.
  package var action: String
  /// The opaque id of what was changed.
  package var subject: String
  package var detailHash: [UInt8]
  /// Nil in the first line.
  package var previousHash: [UInt8]?
  package var hash: [UInt8]
  /// Nil: erased.
  package var detail: AuditDetail?

  package init(
    sequence: Int64, at: Instant, by: String, action: String, subject: String, detailHash: [UInt8],
    previousHash: [UInt8]?, hash: [UInt8]
  ) {
    self.sequence = sequence
    self.at = at
    self.by = by
    self.action = action
    self.subject = subject
    self.detailHash = detailHash
    self.previousHash = previousHash
    self.hash = hash
  }
}

/// What could tell of a person. It can be erased; the chain holds its hash only.
package struct AuditDetail: Sendable, Equatable {
  /// Random, so that nobody finds an erased detail again by guessing what has its hash.
  package var salt: [UInt8]
  /// JSON; nil: nothing was, or is, there.
  package var before: String?
  package var after: String?

  package init(salt: [UInt8], before: String?, after: String?) {
    self.salt = salt
    self.before = before
    self.after = after
  }
}

/// Which lines; nil members take all.
package struct AuditFilter: Sendable {
  package var by: String?
  /// A whole action, or its beginning up to a dot: `tenant` takes `tenant.change`.
  package var action: String?
  package var subject: String?
  package var from: Instant?
  /// Exclusive.
  package var to: Instant?
  package init() {}
}

extension ReadConnection {
  /// The last line of the chain.
  package func lastAuditLine() throws(StoreError) -> KeptAuditLine? {
    try database.one(AuditSQL.last, as: AuditSQL.read)
  }

  /// A page of lines, newest first.
  package func auditLines(
    _ filter: AuditFilter, after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<KeptAuditLine> {
    let rows = try database.rows(
      AuditSQL.page, cursor?.key ?? .max, filter.by, filter.action, filter.subject, filter.from, filter.to,
      limit + 1, as: AuditSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.sequence) }
  }

  /// Lines in the order of the chain, behind `sequence` (0: from the first); for checking the chain.
  package func auditLines(after sequence: Int64, limit: Int) throws(StoreError) -> [KeptAuditLine] {
    try database.rows(AuditSQL.chain, sequence, limit, as: AuditSQL.read)
  }
}

extension WriteConnection {
  /// Appends a line; sequence and hashes are the caller's work. Throws `constraint` unless it goes behind
  /// the last one.
  package func appendAuditLine(_ line: KeptAuditLine, _ detail: AuditDetail) throws(StoreError) {
    try database.run(
      AuditSQL.append, line.sequence, line.at, line.by, line.action, line.subject, line.detailHash,
      line.previousHash, line.hash)
    try database.run(AuditSQL.appendDetail, line.sequence, detail.salt, detail.before, detail.after)
  }

  /// Forgets what the lines about one subject told; `kind` is the part of their action before the dot.
  /// Returns how many.
  @discardableResult
  package func eraseAuditDetails(of subject: String, kind: String) throws(StoreError) -> Int {
    try database.run(AuditSQL.eraseSubject, subject, kind)
  }
}

private enum AuditSQL {
  static func read(_ row: inout Row) -> KeptAuditLine {
    var line = KeptAuditLine(
      sequence: row.int64(), at: row.instant(), by: row.text(), action: row.text(), subject: row.text(),
      detailHash: row.blob(), previousHash: row.blobOrNil(), hash: row.blob())
    let (salt, before, after) = (row.blobOrNil(), row.textOrNil(), row.textOrNil())
    line.detail = salt.map { AuditDetail(salt: $0, before: before, after: after) }
    return line
  }

  private static let select = """
    SELECT a.seq, a.at, a.by, a.action, a.subject, a.detail_hash, a.previous_hash, a.hash, d.salt, d.before,
      d.after
    FROM audit a LEFT JOIN audit_detail d ON d.seq = a.seq
    """
  static let last = Query("\(select) ORDER BY a.seq DESC LIMIT 1")
  static let chain = Query("\(select) WHERE a.seq > ? ORDER BY a.seq LIMIT ?")
  static let page = Query(
    """
    \(select) WHERE a.seq < ?1 AND a.by IS coalesce(?2, a.by)
      AND (?3 IS NULL OR a.action = ?3 OR substr(a.action, 1, length(?3) + 1) = ?3 || '.')
      AND a.subject IS coalesce(?4, a.subject)
      AND a.at >= coalesce(?5, a.at) AND a.at < coalesce(?6, a.at + 1)
    ORDER BY a.seq DESC LIMIT ?7
    """)
  static let append = Query(
    """
    INSERT INTO audit (seq, at, by, action, subject, detail_hash, previous_hash, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let appendDetail = Query("INSERT INTO audit_detail (seq, salt, before, after) VALUES (?, ?, ?, ?)")
  static let eraseSubject = Query(
    """
    DELETE FROM audit_detail WHERE seq IN (
      SELECT seq FROM audit WHERE subject = ?1 AND substr(action, 1, length(?2) + 1) = ?2 || '.')
    """)
}
