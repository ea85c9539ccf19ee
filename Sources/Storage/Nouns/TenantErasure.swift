package import Domain

extension ReadConnection {
  /// Whether nothing tells any more who a tenant was.
  package func isErased(tenantKey: Int64) throws(StoreError) -> Bool {
    try database.one(TenantErasureSQL.isErased, tenantKey) { row in row.bool() } ?? true
  }

  /// Everything by which the cards of a tenant are known here: as entered and as wallboxes sent them.
  package func cardTexts(tenantKey: Int64) throws(StoreError) -> Set<String> {
    let known = Set(try database.rows(TenantErasureSQL.cardTexts, tenantKey) { row in row.text() })
    let spellings = Set(known.map(IdTag.canonical))
    let presented = try database.rows(TenantErasureSQL.presented) { row in row.text() }
    return known.union(presented.filter { spellings.contains(IdTag.canonical($0)) })
  }
}

extension WriteConnection {
  /// Forgets the person: name, how to reach them, card numbers (also as wallboxes sent them), what they
  /// wrote, what is told of them in the audit's details; sign-ins and links end, cards become invalid.
  /// Charges, tenancies, records and the audit's chain stay, with opaque ids only.
  ///
  /// What holds card numbers among other things and may be long is not touched here; see `CardTextTable`.
  package func eraseTenant(key: Int64, at: Instant) throws(StoreError) {
    for text in try cardTexts(tenantKey: key) {
      try database.run(TenantErasureSQL.notices, text)
      try database.run(TenantErasureSQL.presentedText, text)
    }
    for query in TenantErasureSQL.all { try database.run(query, key) }
    try database.run(TenantErasureSQL.endCards, key, at)
    try database.run(TenantErasureSQL.revokeLinks, key, at)
  }
}

private enum TenantErasureSQL {
  private static let cards = "(SELECT key FROM id_tag WHERE tenant_key = ?1)"
  private static let ofPerson = """
    (SELECT id FROM transactions WHERE tenant_key = ?1 OR guest_key = ?1 OR id_tag_key IN \(cards))
    """

  static let isErased = Query("SELECT NOT EXISTS (SELECT 1 FROM tenant_person WHERE tenant_key = ?)")
  static let cardTexts = Query(
    """
    SELECT canonical FROM id_tag_person WHERE id_tag_key IN \(cards)
    UNION SELECT entered FROM id_tag_person WHERE id_tag_key IN \(cards)
    UNION SELECT canonical FROM id_tag_alias WHERE id_tag_key IN \(cards)
    UNION SELECT entered FROM id_tag_alias WHERE id_tag_key IN \(cards)
    UNION SELECT p.text FROM transactions t
      JOIN presented_id_tag p ON p.key IN (t.presented_id_tag_key, t.stop_presented_id_tag_key)
      WHERE t.id_tag_key IN \(cards) AND p.text IS NOT NULL
    """)
  static let presented = Query("SELECT text FROM presented_id_tag WHERE text IS NOT NULL")
  static let presentedText = Query("UPDATE presented_id_tag SET text = NULL WHERE text = ?")
  static let notices = Query(
    """
    UPDATE charge_point_message SET payload = replace(payload, ?1, '…')
    WHERE length(?1) >= 4 AND instr(payload, ?1) > 0
    """)
  static let endCards = Query(
    "UPDATE id_tag SET status = 'invalid', blocked_at = coalesce(blocked_at, ?2) WHERE tenant_key = ?1")
  static let revokeLinks = Query(
    "UPDATE tenant_link SET revoked_at = ?2 WHERE tenant_key = ?1 AND revoked_at IS NULL")

  static let all = [
    Query(
      """
      UPDATE transaction_flag SET details = json_remove(details, '$.id_tag', '$.requested', '$.frame')
      WHERE details IS NOT NULL AND transaction_id IN \(ofPerson)
      """),
    Query(
      """
      UPDATE to_check SET details = json_remove(details, '$.id_tag', '$.requested', '$.frame')
      WHERE transaction_id IN \(ofPerson)
      """),
    Query("UPDATE odd_stop SET frame = x'' WHERE transaction_id IN \(ofPerson)"),
    Query(
      """
      UPDATE charge_point SET auto_start_presented = NULL, auto_start_id_tag_key = NULL
      WHERE auto_start_id_tag_key IN \(cards)
      """),
    Query(
      """
      UPDATE dispute SET text = '', answer = CASE WHEN answer IS NULL THEN NULL ELSE '' END
      WHERE tenant_key = ?1
      """),
    Query(
      """
      DELETE FROM audit_detail WHERE seq IN (
        SELECT a.seq FROM audit a JOIN tenant t ON t.key = ?1
        WHERE a.subject = t.id OR a.by = 'tenant ' || t.id
        UNION SELECT a.seq FROM audit a JOIN id_tag_holder h ON a.subject = CAST(h.id_tag_key AS TEXT)
        WHERE h.tenant_key = ?1 AND a.action LIKE 'id_tag.%'
        UNION SELECT a.seq FROM audit a JOIN dispute d ON a.subject = d.id WHERE d.tenant_key = ?1
        UNION SELECT a.seq FROM audit a JOIN tenancy y ON a.subject = y.id WHERE y.tenant_key = ?1)
      """),
    Query(
      """
      UPDATE job SET input = x'', result = NULL
      WHERE key IN (SELECT job_key FROM job_product WHERE kind = 'tenant' AND product_key = ?1)
      """),
    Query("DELETE FROM id_tag_alias WHERE id_tag_key IN \(cards)"),
    Query("DELETE FROM id_tag_bay WHERE id_tag_key IN \(cards)"),
    Query("DELETE FROM id_tag_person WHERE id_tag_key IN \(cards)"),
    Query("DELETE FROM armed_start WHERE tenant_key = ?1"),
    Query("DELETE FROM budget_notice WHERE tenant_key = ?1"),
    Query("DELETE FROM budget WHERE tenant_key = ?1"),
    Query("DELETE FROM tenant_pin WHERE tenant_key = ?1"),
    Query("DELETE FROM sign_in WHERE tenant_key = ?1"),
    Query("DELETE FROM tenant_person WHERE tenant_key = ?1"),
  ]
}
