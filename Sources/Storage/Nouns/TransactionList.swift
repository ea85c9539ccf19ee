package import Domain

/// A transaction with what stands beside it in lists.
package struct TransactionRow: Sendable, Equatable {
  package var transaction: Transaction
  package var chargePointID: String
  /// The registered card as it was entered; nil: unknown card, or erased.
  package var idTag: String?
  package var idTagLabel: String?
  package var tenantID: String?
  /// Nil: no tenant, or erased.
  package var tenantName: String?
  package var tariffID: String?
  package var tariffVersion: Int?
  /// Nil: it was nobody's guest who charged.
  package var guestID: String?
  /// Nil: it began before there were bays.
  package var bayID: String?
  package var bayName: String?
  /// Who answers for the registered card now; nil: the owner, or the card is unknown.
  package var idTagTenantKey: Int64?

  /// As whoever charged, or pays, sees it: a card that somebody else has by now is no longer theirs.
  package var forTenants: TransactionRow {
    guard idTagTenantKey != transaction.guestKey ?? transaction.tenantKey else { return self }
    var row = self
    (row.idTag, row.idTagLabel) = (nil, nil)
    return row
  }
}

/// Which transactions a list shows; nil members do not restrict it.
package struct TransactionFilter: Sendable, Equatable {
  /// OCPP identity; archived charge points of that id are included.
  package var chargePointID: String?
  /// In any spelling; matches the registered card and, unregistered, what was sent in exactly this spelling.
  package var idTag: String?
  /// Who pays.
  package var tenantKey: Int64?
  package var guestKey: Int64?
  /// True: without a stop; false: with one.
  package var open: Bool?
  /// from <= started_at < to
  package var from: Instant?
  package var to: Instant?
  /// Only transactions that wait for a person's decision about their cost.
  package var costState: CostState?

  package init() {}

  /// Only what a tenant pays or, as a guest, charges.
  package mutating func restrict(to tenant: Tenant) {
    if tenant.kind == .guest { guestKey = tenant.key } else { tenantKey = tenant.key }
  }
}

extension ReadConnection {
  /// A transaction as lists show it.
  package func transactionRow(id: Int64) throws(StoreError) -> TransactionRow? {
    try database.one(TransactionListSQL.byID, id, as: TransactionListSQL.read)
  }

  /// A page of transactions, the newest start first.
  package func transactions(
    _ filter: TransactionFilter, after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<TransactionRow> {
    var (conditions, values) = TransactionListSQL.conditions(filter)
    if let cursor {
      conditions.append("(t.started_at, t.id) < (?, ?)")
      values += [cursor.sortValue, cursor.key]
    }
    let restriction = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    let sql = """
      \(TransactionListSQL.select) \(restriction)
      ORDER BY t.started_at DESC, t.id DESC LIMIT ?
      """
    let rows = try database.rows(sql: sql, values + [limit + 1], as: TransactionListSQL.read)
    return Page(rows: rows, limit: limit) { row in
      PageCursor(
        sortValue: row.transaction.startedAt.millisecondsSince1970, key: row.transaction.id)
    }
  }
}

private enum TransactionListSQL {
  static let select = """
    SELECT \(TransactionSQL.columns), c.id, i.entered, i.label, n.id, n_person.name, f.id, v.version, g.id,
      b.id, b.name, card.tenant_key
    FROM \(TransactionSQL.join)
    JOIN charge_point c ON c.key = t.charge_point_key
    LEFT JOIN id_tag_person i ON i.id_tag_key = t.id_tag_key
    LEFT JOIN id_tag card ON card.key = t.id_tag_key
    LEFT JOIN tenant n ON n.key = t.tenant_key
    LEFT JOIN tenant_person n_person ON n_person.tenant_key = t.tenant_key
    LEFT JOIN tariff_version v ON v.key = t.tariff_version_key
    LEFT JOIN tariff f ON f.key = v.tariff_key
    LEFT JOIN tenant g ON g.key = t.guest_key
    LEFT JOIN bay b ON b.key = t.bay_key
    """
  static let byID = Query("\(select) WHERE t.id = ?")

  static func read(_ row: inout Row) throws(StoreError) -> TransactionRow {
    TransactionRow(
      transaction: try TransactionSQL.read(&row), chargePointID: row.text(), idTag: row.textOrNil(),
      idTagLabel: row.textOrNil(), tenantID: row.textOrNil(), tenantName: row.textOrNil(),
      tariffID: row.textOrNil(), tariffVersion: row.intOrNil(), guestID: row.textOrNil(),
      bayID: row.textOrNil(), bayName: row.textOrNil(),
      idTagTenantKey: row.int64OrNil())
  }

  static func conditions(_ filter: TransactionFilter) -> ([String], [any Bindable]) {
    var conditions: [String] = []
    var values: [any Bindable] = []
    func restrict(_ condition: String, _ bound: any Bindable...) {
      conditions.append(condition)
      values += bound
    }
    if let id = filter.chargePointID {
      restrict("t.charge_point_key IN (SELECT key FROM charge_point WHERE id = ?)", id)
    }
    if let idTag = filter.idTag {
      restrict(
        """
        (t.id_tag_key IN (SELECT id_tag_key FROM id_tag_person WHERE canonical = ?
            UNION SELECT id_tag_key FROM id_tag_alias WHERE canonical = ?)
          OR (t.id_tag_key IS NULL AND p.text = ?))
        """, IdTag.canonical(idTag), IdTag.canonical(idTag), idTag)
    }
    if let key = filter.tenantKey { restrict("t.tenant_key = ?", key) }
    if let key = filter.guestKey { restrict("t.guest_key = ?", key) }
    if let open = filter.open { restrict(open ? "t.stopped_at IS NULL" : "t.stopped_at IS NOT NULL") }
    if let from = filter.from { restrict("t.started_at >= ?", from) }
    if let to = filter.to { restrict("t.started_at < ?", to) }
    if let state = filter.costState { restrict("t.cost_state = ?", state.rawValue) }
    return (conditions, values)
  }
}
