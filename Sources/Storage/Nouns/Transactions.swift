package import Domain

extension ReadConnection {
  /// A transaction by its id.
  package func transaction(id: Int64) throws(StoreError) -> Transaction? {
    try database.one(TransactionSQL.byID, id, as: TransactionSQL.read)
  }

  /// The transaction that this start began, if it was kept before.
  package func transaction(sameStartAs start: SameStart) throws(StoreError) -> Transaction? {
    try database.one(
      TransactionSQL.bySameStart, start.chargePointKey, start.connector, start.presentedIdTag,
      start.startedAtText, start.meterStartText, as: TransactionSQL.read)
  }

  /// The transactions of a connector that have no stop yet, oldest first.
  package func openTransactions(chargePointKey: Int64, connector: Int) throws(StoreError) -> [Transaction] {
    try database.rows(TransactionSQL.open, chargePointKey, connector, as: TransactionSQL.read)
  }

  /// The transactions of a charge point that have no stop yet, oldest first.
  package func openTransactions(chargePointKey: Int64) throws(StoreError) -> [Transaction] {
    try database.rows(TransactionSQL.openAtChargePoint, chargePointKey, as: TransactionSQL.read)
  }

  /// Every transaction that has no stop yet, oldest first; for the live board at the start.
  package func openTransactions() throws(StoreError) -> [Transaction] {
    try database.rows(TransactionSQL.allOpen, as: TransactionSQL.read)
  }

  /// Whether a card has a transaction without a stop at another charge point than this one; those that were
  /// refused do not count.
  package func hasOpenTransaction(
    idTagKey: Int64, elsewhereThan chargePointKey: Int64
  ) throws(StoreError) -> Bool {
    try database.one(TransactionSQL.openElsewhere, idTagKey, chargePointKey) { row in row.bool() } ?? false
  }

  /// Transactions that have stopped and found no tariff, of those that started at an instant or later; at
  /// most `limit`, oldest first.
  package func unpricedTransactionIDs(startedFrom: Instant, limit: Int) throws(StoreError) -> [Int64] {
    try database.rows(TransactionSQL.unpriced, startedFrom, limit) { row in row.int64() }
  }

  /// The stop of a transaction as it was kept; nil while it runs.
  package func stopFacts(transactionID: Int64) throws(StoreError) -> StopFacts? {
    try database.one(TransactionSQL.stopFacts, transactionID, as: TransactionSQL.readStop)
  }
}

extension WriteConnection {
  /// Keeps a start, unless the same start is kept already.
  package func insertTransaction(_ new: NewTransaction) throws(StoreError) -> StartKept {
    let start = new.start
    let presented = try presentedIdTagKey(start.presentedIdTag)
    let added = try database.run(
      TransactionSQL.insert, start.chargePointKey, start.connector, presented, new.idTagKey, new.tenantKey,
      new.authorization.rawValue, new.startedAt, start.startedAtText, new.receivedAt, new.meterStartMilliWh,
      start.meterStartText, new.reservationID, new.tariffVersionKey, new.bayKey, new.guestKey)
    guard added == 1 else {
      guard let known = try transaction(sameStartAs: start) else {
        throw StoreError(.other, "A start was refused as repeated, but the first one cannot be found.")
      }
      return .repeated(known)
    }
    var transaction = Transaction(
      id: database.lastInsertedKey, chargePointKey: start.chargePointKey, connector: start.connector,
      presentedIdTag: start.presentedIdTag, idTagKey: new.idTagKey, tenantKey: new.tenantKey,
      authorization: new.authorization, startedAt: new.startedAt, startReceivedAt: new.receivedAt,
      meterStartMilliWh: new.meterStartMilliWh, flags: new.flags, tariffVersionKey: new.tariffVersionKey)
    (transaction.bayKey, transaction.guestKey) = (new.bayKey, new.guestKey)
    for flag in new.flags { try addFlag(flag, transactionID: transaction.id, at: new.receivedAt) }
    return .new(transaction)
  }

  /// Writes the stop of a transaction. False, and nothing written: it has one already, or there is no such
  /// transaction.
  package func setStop(transactionID: Int64, _ stop: StopFacts) throws(StoreError) -> Bool {
    try writeStop(TransactionSQL.stop, transactionID, stop)
  }

  /// Writes another stop over the one a transaction has (an assumed one whose real stop came later, or a
  /// manager's decision). False, and nothing written: its record is frozen already.
  package func replaceStop(transactionID: Int64, _ stop: StopFacts) throws(StoreError) -> Bool {
    try writeStop(TransactionSQL.replaceStop, transactionID, stop)
  }

  private func writeStop(_ query: Query, _ transactionID: Int64, _ stop: StopFacts) throws(StoreError) -> Bool
  {
    var presented: Int64?
    if let text = stop.presentedIdTag { presented = try presentedIdTagKey(text) }
    return try database.run(
      query, transactionID, stop.stoppedAt, stop.stoppedAtText, stop.receivedAt, stop.meterStopMilliWh,
      stop.meterStopText, stop.reason, presented) == 1
  }

  /// Notes by which tariff version a transaction is priced, if it had none.
  package func setTariffVersion(transactionID: Int64, _ versionKey: Int64) throws(StoreError) {
    try database.run(TransactionSQL.setTariffVersion, transactionID, versionKey)
  }

  /// Writes what a transaction costs, or why it has no amounts.
  package func setCost(
    transactionID: Int64, _ state: CostState, currency: Currency?, amounts: Amounts?
  ) throws(StoreError) {
    try database.run(
      TransactionSQL.cost, transactionID, state.rawValue, currency?.code, amounts?.net, amounts?.vat,
      amounts?.gross)
  }
}

enum TransactionSQL {
  /// The columns of a transaction `t` with its presented id tag `p`, in the order of `read`.
  static let columns = """
    t.id, t.charge_point_key, t.connector, coalesce(p.text, ''), t.id_tag_key, t.tenant_key, t.authorization,
    t.started_at, t.start_received_at, t.meter_start_milliwh,
    (SELECT group_concat(flag) FROM transaction_flag WHERE transaction_id = t.id AND resolved_at IS NULL),
    t.tariff_version_key, t.stopped_at, t.stop_received_at, t.meter_stop_milliwh, t.stop_reason,
    t.cost_state, t.currency, t.net_minor, t.vat_minor, t.gross_minor,
    t.bay_key, t.guest_key
    """
  static let join = "transactions t JOIN presented_id_tag p ON p.key = t.presented_id_tag_key"

  static func read(_ row: inout Row) throws(StoreError) -> Transaction {
    var read = Transaction(
      id: row.int64(), chargePointKey: row.int64(), connector: row.int(), presentedIdTag: row.text(),
      idTagKey: row.int64OrNil(), tenantKey: row.int64OrNil(),
      authorization: try row.value(AuthorizationStatus.self), startedAt: row.instant(),
      startReceivedAt: row.instant(), meterStartMilliWh: row.int64(), flags: flags(row.textOrNil()),
      tariffVersionKey: row.int64OrNil())
    read.stoppedAt = row.instantOrNil()
    read.stopReceivedAt = row.instantOrNil()
    read.meterStopMilliWh = row.int64OrNil()
    read.stopReason = row.textOrNil()
    read.costState = try row.value(CostState.self)
    read.currency = row.textOrNil().flatMap { Currency(code: $0) }
    read.amounts = amounts(net: row.int64OrNil(), vat: row.int64OrNil(), gross: row.int64OrNil())
    (read.bayKey, read.guestKey) = (row.int64OrNil(), row.int64OrNil())
    return read
  }

  /// In the order of `Flag`, so that equal transactions compare equal.
  private static func flags(_ list: String?) -> [Flag] {
    guard let list else { return [] }
    let names = Set(list.split(separator: ",").map { String($0) })
    return Flag.allCases.filter { names.contains($0.rawValue) }
  }

  private static func amounts(net: Int64?, vat: Int64?, gross: Int64?) -> Amounts? {
    guard let net, let vat, let gross else { return nil }
    return Amounts(net: net, vat: vat, gross: gross)
  }

  static func readStop(_ row: inout Row) -> StopFacts {
    StopFacts(
      stoppedAt: row.instant(), stoppedAtText: row.text(), receivedAt: row.instant(),
      meterStopMilliWh: row.int64OrNil(), meterStopText: row.text(), reason: row.textOrNil(),
      presentedIdTag: row.textOrNil())
  }

  static let byID = Query("SELECT \(columns) FROM \(join) WHERE t.id = ?")
  static let bySameStart = Query(
    """
    SELECT \(columns) FROM \(join)
    WHERE t.charge_point_key = ? AND t.connector = ? AND p.text = ? AND t.started_at_text = ?
      AND t.meter_start_text = ?
    """)
  static let open = Query(
    """
    SELECT \(columns) FROM \(join)
    WHERE t.charge_point_key = ? AND t.connector = ? AND t.stopped_at IS NULL ORDER BY t.id
    """)
  static let openAtChargePoint = Query(
    "SELECT \(columns) FROM \(join) WHERE t.charge_point_key = ? AND t.stopped_at IS NULL ORDER BY t.id")
  static let openElsewhere = Query(
    """
    SELECT EXISTS (
      SELECT 1 FROM transactions
      WHERE stopped_at IS NULL AND id_tag_key = ? AND charge_point_key <> ? AND authorization = 'Accepted')
    """)
  static let unpriced = Query(
    """
    SELECT id FROM transactions WHERE cost_state = 'unpriced' AND started_at >= ? ORDER BY started_at
    LIMIT ?
    """)
  static let setTariffVersion = Query(
    "UPDATE transactions SET tariff_version_key = ?2 WHERE id = ?1 AND tariff_version_key IS NULL")
  static let allOpen = Query("SELECT \(columns) FROM \(join) WHERE t.stopped_at IS NULL ORDER BY t.id")
  static let stopFacts = Query(
    """
    SELECT stopped_at, coalesce(stopped_at_text, ''), stop_received_at, meter_stop_milliwh,
      coalesce(meter_stop_text, ''), stop_reason, p.text
    FROM transactions t LEFT JOIN presented_id_tag p ON p.key = t.stop_presented_id_tag_key
    WHERE t.id = ? AND stopped_at IS NOT NULL
    """)
  static let insert = Query(
    """
    INSERT INTO transactions (charge_point_key, connector, presented_id_tag_key, id_tag_key, tenant_key,
      authorization, started_at, started_at_text, start_received_at, meter_start_milliwh, meter_start_text,
      reservation_id, tariff_version_key, bay_key, guest_key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (started_at_text, charge_point_key, connector, presented_id_tag_key, meter_start_text)
    DO NOTHING
    """)
  private static let stopColumns = """
    stopped_at = ?2, stopped_at_text = ?3, stop_received_at = ?4, meter_stop_milliwh = ?5,
    meter_stop_text = ?6, stop_reason = ?7, stop_presented_id_tag_key = ?8
    """
  static let stop = Query(
    "UPDATE transactions SET \(stopColumns) WHERE id = ?1 AND stopped_at IS NULL")
  static let replaceStop = Query(
    """
    UPDATE transactions SET \(stopColumns)
    WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM cdr WHERE transaction_id = ?1)
    """)
  static let cost = Query(
    """
    UPDATE transactions SET cost_state = ?2, currency = ?3, net_minor = ?4, vat_minor = ?5, gross_minor = ?6
    WHERE id = ?1
    """)
}
