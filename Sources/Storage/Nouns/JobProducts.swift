/// Something that a job made, so that it can be undone.
package struct JobProduct: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case unit, tenantGroup = "tenant_group", tenant, idTag = "id_tag", tenancy
  }

  /// Counts from 1 in the order of making.
  package var n: Int64
  package var kind: Kind
  /// Our key of what was made.
  package var key: Int64
}

extension ReadConnection {
  /// What a job made and is still there, newest first.
  package func jobProducts(jobKey: Int64, limit: Int) throws(StoreError) -> [JobProduct] {
    try database.rows(JobProductSQL.newest, jobKey, limit) { row throws(StoreError) in
      JobProduct(n: row.int64(), kind: try row.value(JobProduct.Kind.self), key: row.int64())
    }
  }

  /// How much of what a job made is still there.
  package func jobProductCount(jobKey: Int64) throws(StoreError) -> Int {
    try database.one(JobProductSQL.count, jobKey, as: { row in row.int() }) ?? 0
  }
}

extension WriteConnection {
  /// Notes something that a job made.
  package func noteJobProduct(_ kind: JobProduct.Kind, key: Int64, jobKey: Int64) throws(StoreError) {
    try database.run(JobProductSQL.insert, jobKey, kind.rawValue, key)
  }

  /// Strikes something that is gone, or stays for good, off the list.
  package func removeJobProduct(n: Int64, jobKey: Int64) throws(StoreError) {
    try database.run(JobProductSQL.delete, jobKey, n)
  }
}

private enum JobProductSQL {
  static let newest = Query(
    "SELECT n, kind, product_key FROM job_product WHERE job_key = ? ORDER BY n DESC LIMIT ?")
  static let count = Query("SELECT count(*) FROM job_product WHERE job_key = ?")
  static let insert = Query(
    """
    INSERT INTO job_product (job_key, n, kind, product_key)
    SELECT ?1, coalesce(max(n), 0) + 1, ?2, ?3 FROM job_product WHERE job_key = ?1
    """)
  static let delete = Query("DELETE FROM job_product WHERE job_key = ? AND n = ?")
}
