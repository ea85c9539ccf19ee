package import Domain

/// Which list a reading belongs to.
package enum ReadingSeries: Sendable, Equatable {
  case transaction(Int64)
  /// Outside any transaction: a connector, by its own key (`connectorKey`).
  case connector(key: Int64)

  var number: Int64 {
    switch self {
    case .transaction(let id): id
    case .connector(let key): -key
    }
  }
}

/// A reading with its place among others of the same instant.
package struct KeptReading: Sendable, Equatable {
  package var reading: MeterReading
  package var n: Int
}

extension ReadConnection {
  /// The register values that a transaction's samples told, in the order of their instants; without those of
  /// its start and stop.
  package func sampledRegisters(transactionID: Int64) throws(StoreError) -> [RegisterReading] {
    let (begin, end) = (ReadingSource.transactionBegin, ReadingSource.transactionEnd)
    return try database.rows(ReadingSQL.sampled, transactionID, begin.rawValue, end.rawValue) { row in
      RegisterReading(at: row.instant(), energyMilliWh: row.int64())
    }
  }

  /// Whether the register at a transaction's start could be read.
  package func hasBeginReading(transactionID: Int64) throws(StoreError) -> Bool {
    try database.one(ReadingSQL.begin, transactionID, ReadingSource.transactionBegin.rawValue) { row in
      row.bool()
    } ?? false
  }

  /// The last register value of a series; nil: none.
  package func lastRegisterReading(_ series: ReadingSeries) throws(StoreError) -> RegisterReading? {
    try database.one(ReadingSQL.lastRegister, series.number) { row in
      RegisterReading(at: row.instant(), energyMilliWh: row.int64())
    }
  }

  /// The register values of a connector outside any transaction, between two instants, both included; at
  /// most `limit`, the oldest.
  package func registers(
    outsideTransactionsAt connector: Int, chargePointKey: Int64, from: Instant, to: Instant, limit: Int
  ) throws(StoreError) -> [RegisterReading] {
    try database.rows(ReadingSQL.outside, chargePointKey, connector, from, to, limit) { row in
      RegisterReading(at: row.instant(), energyMilliWh: row.int64())
    }
  }

  /// When the last reading of a series arrived; nil: there is none.
  package func lastReadingReceivedAt(_ series: ReadingSeries) throws(StoreError) -> Instant? {
    try database.one(ReadingSQL.lastReceived, series.number) { row in row.instant() }
  }

  /// A page of a series, oldest first. The cursor's sort value is the instant, its key `n`.
  package func readings(
    _ series: ReadingSeries, after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<KeptReading> {
    let rows = try database.rows(
      ReadingSQL.page, series.number, cursor?.sortValue ?? .min, cursor?.key ?? .min, limit + 1,
      as: ReadingSQL.read)
    return Page(rows: rows, limit: limit) { kept in
      PageCursor(sortValue: kept.reading.at.millisecondsSince1970, key: Int64(kept.n))
    }
  }
}

extension WriteConnection {
  /// Appends a reading. False: the same reading is kept already (received when and late or not does not
  /// matter). A different one of the same instant is kept beside it.
  @discardableResult
  package func appendReading(_ reading: MeterReading, to series: ReadingSeries) throws(StoreError) -> Bool {
    let energyText = EnergyText.toKeep(reading.energyText, energyMilliWh: reading.energyMilliWh)
    let samples = reading.samples.isEmpty ? nil : SampleCodec.encode(reading.samples)
    func insert(_ n: Int) throws(StoreError) -> Bool {
      try database.run(
        ReadingSQL.insert, series.number, reading.at, n, reading.source.rawValue, reading.energyMilliWh,
        energyText, reading.receivedAt.milliseconds(since: reading.at), reading.late, samples) == 1
    }
    if try insert(0) { return true }
    let next = try database.one(
      ReadingSQL.nextAtInstant, series.number, reading.at, reading.source.rawValue, reading.energyMilliWh,
      energyText, samples
    ) { row in row.int() }
    guard let next else { return false }
    return try insert(next)
  }
}

/// The register's digits are kept only where `energyMilliWh` does not tell them.
private enum EnergyText {
  /// What stands in `energy_text`: NULL when the text is the plain Wh value, '' when there was no text.
  static func toKeep(_ text: String?, energyMilliWh: Int64?) -> String? {
    guard let energyMilliWh else { return text }
    guard let text else { return "" }
    return text == plainWh(energyMilliWh) ? nil : text
  }

  static func restored(_ kept: String?, energyMilliWh: Int64?) -> String? {
    guard let energyMilliWh else { return kept }
    guard let kept else { return plainWh(energyMilliWh) }
    return kept.isEmpty ? nil : kept
  }

  /// Wh with as many decimals as needed: 12345000 mWh is "12345", 1500 mWh is "1.5".
  private static func plainWh(_ milliWh: Int64) -> String {
    let magnitude = milliWh.magnitude
    let sign = milliWh < 0 ? "-" : ""
    var rest = magnitude % 1000
    guard rest != 0 else { return "\(sign)\(magnitude / 1000)" }
    var digits = 3
    while rest % 10 == 0 {
      rest /= 10
      digits -= 1
    }
    let fraction = String(rest)
    return "\(sign)\(magnitude / 1000).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }
}

private enum ReadingSQL {
  static func read(_ row: inout Row) throws(StoreError) -> KeptReading {
    let at = row.instant()
    let n = row.int()
    let sourceCode = row.int()
    let energyMilliWh = row.int64OrNil()
    let energyText = EnergyText.restored(row.textOrNil(), energyMilliWh: energyMilliWh)
    let receivedAfter = row.int64()
    let late = row.bool()
    guard let source = ReadingSource(rawValue: sourceCode),
      let samples = SampleCodec.decode(row.blobOrNil() ?? [])
    else {
      throw StoreError(.corrupt, "The database holds a reading that this program cannot have written.")
    }
    let reading = MeterReading(
      at: at, receivedAt: at.advanced(byMilliseconds: receivedAfter), source: source,
      energyMilliWh: energyMilliWh, energyText: energyText, samples: samples, late: late)
    return KeptReading(reading: reading, n: n)
  }

  static let sampled = Query(
    """
    SELECT at, energy_milliwh FROM reading
    WHERE series = ? AND energy_milliwh IS NOT NULL AND source NOT IN (?, ?) ORDER BY at, n
    """)
  static let begin = Query(
    """
    SELECT EXISTS (
      SELECT 1 FROM reading r JOIN transactions t ON t.id = r.series
      WHERE r.series = ?1 AND r.at = t.started_at AND r.source = ?2
        AND r.energy_milliwh = t.meter_start_milliwh)
    """)
  static let lastRegister = Query(
    """
    SELECT at, energy_milliwh FROM reading
    WHERE series = ? AND energy_milliwh IS NOT NULL ORDER BY at DESC, n DESC LIMIT 1
    """)
  static let outside = Query(
    """
    SELECT r.at, r.energy_milliwh FROM connector c JOIN reading r ON r.series = -c.key
    WHERE c.charge_point_key = ? AND c.connector = ? AND r.at BETWEEN ? AND ?
      AND r.energy_milliwh IS NOT NULL
    ORDER BY r.at, r.n LIMIT ?
    """)
  static let lastReceived = Query(
    "SELECT at + received_after FROM reading WHERE series = ? ORDER BY at DESC, n DESC LIMIT 1")
  static let page = Query(
    """
    SELECT at, n, source, energy_milliwh, energy_text, received_after, late, samples FROM reading
    WHERE series = ? AND (at, n) > (?, ?) ORDER BY at, n LIMIT ?
    """)
  static let insert = Query(
    """
    INSERT INTO reading
      (series, at, n, source, energy_milliwh, energy_text, received_after, late, samples)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """)
  /// No row when one of the instant's readings is the same; else the next free n.
  static let nextAtInstant = Query(
    """
    SELECT max(n) + 1 FROM reading WHERE series = ?1 AND at = ?2
    HAVING NOT max(source IS ?3 AND energy_milliwh IS ?4 AND energy_text IS ?5 AND samples IS ?6)
    """)
}
