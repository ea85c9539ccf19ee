extension ReadConnection {
  /// Whether a tenant that a job made is more by now: it charged, a phone is signed in, or people gave it
  /// another tenancy, card, guest or budget.
  package func isUsed(tenantKey: Int64, beyondJob jobKey: Int64) throws(StoreError) -> Bool {
    try database.one(UnmakingSQL.tenantIsUsed, tenantKey, jobKey) { row in row.bool() } ?? false
  }

  /// The tenants among what a job made, oldest first.
  package func tenantKeys(madeByJob jobKey: Int64) throws(StoreError) -> [Int64] {
    try database.rows(UnmakingSQL.tenants, jobKey) { row in row.int64() }
  }

  /// Whether a bay or a tenancy belongs to a unit.
  package func isUsed(unitKey: Int64) throws(StoreError) -> Bool {
    try database.one(UnmakingSQL.unitIsUsed, unitKey) { row in row.bool() } ?? false
  }

  /// Whether a tenant or a bay belongs to a group.
  package func isUsed(tenantGroupKey: Int64) throws(StoreError) -> Bool {
    try database.one(UnmakingSQL.groupIsUsed, tenantGroupKey) { row in row.bool() } ?? false
  }
}

extension WriteConnection {
  /// Takes a tenant away as if it had never been, with its phone's card and its invitations. Throws
  /// `constraint` when something else refers to it.
  package func deleteTenant(key: Int64) throws(StoreError) {
    let cards = try database.rows(UnmakingSQL.cards, key) { row in row.int64() }
    for card in cards { try deleteIdTag(key: card) }
    for query in UnmakingSQL.deleteTenant { try database.run(query, key) }
  }

  /// Takes a card away as if it had never been. Throws `constraint` when a charge refers to it.
  package func deleteIdTag(key: Int64) throws(StoreError) {
    for query in UnmakingSQL.deleteCard { try database.run(query, key) }
  }
}

private enum UnmakingSQL {
  static let tenantIsUsed = Query(
    """
    SELECT EXISTS (SELECT 1 FROM transactions WHERE tenant_key = ?1)
      OR EXISTS (SELECT 1 FROM transactions WHERE guest_key = ?1)
      OR EXISTS (
        SELECT 1 FROM id_tag c JOIN transactions t ON t.id_tag_key = c.key WHERE c.tenant_key = ?1)
      OR EXISTS (SELECT 1 FROM sign_in WHERE tenant_key = ?1)
      OR EXISTS (
        SELECT 1 FROM tenancy WHERE tenant_key = ?1 AND (ended_by IS NOT NULL OR key NOT IN (
          SELECT product_key FROM job_product WHERE job_key = ?2 AND kind = 'tenancy')))
      OR EXISTS (
        SELECT 1 FROM id_tag c JOIN id_tag_person p ON p.id_tag_key = c.key
        WHERE c.tenant_key = ?1 AND p.label <> 'phone' AND c.key NOT IN (
          SELECT product_key FROM job_product WHERE job_key = ?2 AND kind = 'id_tag'))
      OR EXISTS (
        SELECT 1 FROM id_tag_holder h WHERE h.tenant_key = ?1 AND h.id_tag_key NOT IN (
          SELECT key FROM id_tag WHERE tenant_key = ?1))
      OR EXISTS (SELECT 1 FROM tenant WHERE host_tenant_key = ?1)
      OR EXISTS (SELECT 1 FROM budget WHERE tenant_key = ?1)
    """)
  static let tenants = Query(
    "SELECT product_key FROM job_product WHERE job_key = ? AND kind = 'tenant' ORDER BY n")
  static let unitIsUsed = Query(
    """
    SELECT EXISTS (SELECT 1 FROM bay WHERE unit_key = ?1)
      OR EXISTS (SELECT 1 FROM tenancy WHERE unit_key = ?1)
    """)
  static let groupIsUsed = Query(
    """
    SELECT EXISTS (SELECT 1 FROM tenant WHERE group_key = ?1)
      OR EXISTS (SELECT 1 FROM bay_group WHERE group_key = ?1)
    """)
  static let cards = Query("SELECT key FROM id_tag WHERE tenant_key = ?")
  static let deleteCard = [
    "DELETE FROM id_tag_holder WHERE id_tag_key = ?", "DELETE FROM id_tag_bay WHERE id_tag_key = ?",
    "DELETE FROM id_tag_alias WHERE id_tag_key = ?", "DELETE FROM id_tag_person WHERE id_tag_key = ?",
    "DELETE FROM id_tag WHERE key = ?",
  ].map { Query($0) }
  static let deleteTenant = [
    "DELETE FROM tenant_link WHERE tenant_key = ?", "DELETE FROM tenant_pin WHERE tenant_key = ?",
    "DELETE FROM armed_start WHERE tenant_key = ?", "DELETE FROM tenant_person WHERE tenant_key = ?",
    "DELETE FROM tenant WHERE key = ?",
  ].map { Query($0) }
}
