import Domain
import Testing

@testable import Storage

@Suite("A file of the first version")
struct MigrationTests {
  private static let hash = String(repeating: "ab", count: 32)

  /// A row in every table of the first version.
  private static let rows = """
    INSERT INTO setting VALUES ('currency', 'EUR', 1, 'me');
    INSERT INTO tenant VALUES (1, 't-1', 1);
    INSERT INTO tenant_person VALUES (1, 'Anna');
    INSERT INTO id_tag VALUES (1, 1, 'accepted', NULL, 1);
    INSERT INTO id_tag_person VALUES (1, 'CARD1', 'card1', 'Card');
    INSERT INTO presented_id_tag VALUES (1, 'CARD1'), (2, NULL);
    INSERT INTO charge_point
      (key, id, name, state, password_salt, password_hash, accepts_no_subprotocol, vendor, first_seen_at)
      VALUES (1, 'CP1', 'Garage', 'accepted', x'01', x'02', 1, 'Maker', 5), (2, 'CP2', 'B', 'pending', NULL,
      NULL, 0, NULL, 6);
    INSERT INTO connector VALUES (1, 1, 1, 'Available', 'NoError', NULL, NULL, 5, 6);
    INSERT INTO charge_point_message VALUES (1, 1, 'DataTransfer', '{}', 7);
    INSERT INTO operation VALUES (1, 1, 'Reset', '{}', 'me', 1, 'accepted', '{}', 2);
    INSERT INTO tariff VALUES (1, 'f-1', 'House', 1);
    INSERT INTO tariff_version VALUES (1, 1, 1, 0, '{}', 1);
    INSERT INTO transactions VALUES
      (7, 1, 1, 1, 1, 1, 'Accepted', 1000, 'a', 1001, 1000000, '1000', NULL, 2000, 'b', 2001, 3000000, '3000',
       'Local', 1, 1, 'final', 'EUR', 100, 19, 119),
      (8, 1, 1, 1, 1, 1, 'Accepted', 3000, 'c', 3001, 3000000, '3000', NULL, NULL, NULL, NULL, NULL, NULL,
       NULL, NULL, NULL, 'running', NULL, NULL, NULL, NULL);
    INSERT INTO transaction_status VALUES (8, 3000, 'Charging');
    INSERT INTO transaction_flag VALUES (7, 'late', 0, 2500, NULL, NULL, NULL, NULL);
    INSERT INTO reading VALUES (7, 1000, 0, 1, 1000000, NULL, 1, 0, NULL), (-1, 900, 0, 4, 990000, NULL, 1, 0,
      NULL);
    INSERT INTO cdr VALUES (1, 7, NULL, '{}', NULL, x'\(hash)', 2001);
    INSERT INTO odd_stop VALUES
      (1, 1, 'orphan', -1, NULL, 1, 1, 'x', 1, '1', NULL, 1, 1, 1, x'00', NULL, NULL);
    INSERT INTO kept_frame VALUES (1, 'frame_unreadable', 'CP1', '::1', 'bad', x'00', 1);
    INSERT INTO to_check VALUES
      (1, 'k', 'stop_without_start', 'CP1', 1, NULL, 1, 1, 1, '{"a":"b"}', NULL, NULL, NULL);
    INSERT INTO account VALUES (1, 'me', 'manager', 'x', 1);
    INSERT INTO sign_in VALUES (1, x'00', 1, NULL, 'd', 1, 1, 2);
    INSERT INTO api_token VALUES (1, 'n', 'manager', x'00', 1, NULL, NULL);
    INSERT INTO claim_code VALUES (1, x'00', 1, 3);
    INSERT INTO tenant_link VALUES (1, 'l', 1, x'00', 1, 2, NULL, NULL, NULL);
    """

  @Test("opens with everything that stood in it")
  func nothingIsLost() async throws {
    let folder = try Folder()
    #expect(execute(folder.file, Migration.one.sql) == nil)
    #expect(execute(folder.file, Self.rows) == nil)
    let queries = everything(in: folder.file)
    let before = queries.map { column(folder.file, $0) }
    for (query, rows) in zip(queries, before) { #expect(!rows.isEmpty, "\(query)") }
    let mark = "PRAGMA application_id = \(Database.applicationID); PRAGMA user_version = 1"
    #expect(execute(folder.file, mark) == nil)

    let store = try openStore(folder)
    let (chargePoints, charges, open) = try await store.write { file in
      (
        try file.allChargePoints(),
        try file.transactions(TransactionFilter(), after: nil, limit: 10).items.map(\.transaction),
        try file.openTransactions(chargePointKey: 1)
      )
    }
    #expect(chargePoints.map(\.id) == ["CP1", "CP2"])
    #expect(chargePoints[0].settings.acceptsNoSubprotocol)
    #expect(chargePoints[1].settings == ChargePointSettings())
    #expect(charges.map(\.id).sorted() == [7, 8] && open.map(\.id) == [8])
    #expect(charges.first { $0.id == 7 }?.amounts == Amounts(net: 100, vat: 19, gross: 119))
    #expect(try await store.write { try $0.cdrs(transactionID: 7) }.count == 1)
    await store.close()
    for (query, rows) in zip(queries, before) { #expect(column(folder.file, query) == rows, "\(query)") }
    #expect(column(folder.file, "PRAGMA foreign_key_check").isEmpty)
    #expect(column(folder.file, "PRAGMA integrity_check") == ["ok"])
  }

  /// A query for each table, which makes each row one text of the columns that it has now.
  private func everything(in file: String) -> [String] {
    column(file, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").map { table in
      let columns = column(file, "SELECT name FROM pragma_table_info('\(table)')")
      return "SELECT \(columns.map { "quote(\($0))" }.joined(separator: " || ',' || ")) FROM \(table)"
    }
  }
}
