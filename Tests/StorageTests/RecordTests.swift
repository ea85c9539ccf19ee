import Domain
import Storage
import Testing

/// What was billed stays as it was, whoever tries.
@Suite("Records that are never edited")
struct RecordTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private func hash(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

  private func transactions(_ store: Store, _ count: Int64) async throws {
    let chargePoint = try await store.addChargePoint("CP1")
    for number in 0..<count {
      _ = try await store.write { try $0.insertTransaction(newTransaction(chargePoint, at: number)) }
    }
  }

  @Test("the chain takes a record only behind its last one, and corrections of its own transaction")
  func chain() async throws {
    let store = try openStore(folder)
    try await transactions(store, 2)
    func append(
      _ transactionID: Int64, previous: [UInt8]?, _ own: UInt8, corrects: Int64? = nil
    ) async throws -> Int64 {
      try await store.write { file in
        try file.appendCDR(
          transactionID: transactionID, body: "{\(own)}", previousHash: previous,
          hash: [UInt8](repeating: own, count: 32), corrects: corrects, at: at(1))
      }
    }
    func expectRefusal(
      _ transactionID: Int64, previous: [UInt8]?, _ own: UInt8, corrects: Int64? = nil,
      sourceLocation: SourceLocation = #_sourceLocation
    ) async {
      let error = await #expect(throws: StoreError.self, sourceLocation: sourceLocation) {
        _ = try await append(transactionID, previous: previous, own, corrects: corrects)
      }
      #expect(error?.kind == .constraint, sourceLocation: sourceLocation)
    }
    #expect(try await store.write { try $0.lastCDRHash() } == nil)
    await expectRefusal(1, previous: hash(9), 1)
    #expect(try await append(1, previous: nil, 1) == 1)
    #expect(try await store.write { try $0.lastCDRHash() } == hash(1))
    await expectRefusal(2, previous: nil, 2)
    await expectRefusal(1, previous: hash(1), 2)
    #expect(try await append(2, previous: hash(1), 2) == 2)
    await expectRefusal(1, previous: hash(2), 3, corrects: 2)
    #expect(try await append(1, previous: hash(2), 3, corrects: 1) == 3)
    await expectRefusal(1, previous: hash(3), 4, corrects: 1)
    let kept = try await store.write { (try $0.cdrs(transactionID: 1), try $0.cdrs(after: 1, limit: 10)) }
    #expect(kept.0.map(\.sequence) == [1, 3])
    #expect(kept.0.map(\.corrects) == [nil, 1])
    #expect(kept.1.map(\.previousHash) == [hash(1), hash(2)])
    #expect(kept.1.map(\.body) == ["{2}", "{3}"])
  }

  @Test(
    "no SQL edits, replaces or removes a record or a tariff version",
    arguments: [
      "UPDATE cdr SET body = '{}'", "DELETE FROM cdr",
      """
      INSERT OR REPLACE INTO cdr
      SELECT seq, transaction_id, corrects_seq, '{}', previous_hash, hash, 0 FROM cdr
      """,
      "REPLACE INTO cdr SELECT 2, transaction_id, corrects_seq, '{}', hash, hash, 0 FROM cdr",
      "UPDATE tariff_version SET tariff_json = '{}'", "DELETE FROM tariff_version",
      "REPLACE INTO tariff_version SELECT key, tariff_key, version, valid_from, '{}', 0 FROM tariff_version",
      "REPLACE INTO tariff_version SELECT 9, tariff_key, version, valid_from, '{}', 0 FROM tariff_version",
    ])
  func neverEdited(sql: String) async throws {
    let store = try openStore(folder)
    try await transactions(store, 1)
    let own = hash(1)
    try await store.write { file in
      try file.appendCDR(transactionID: 1, body: "{1}", previousHash: nil, hash: own, at: at(0))
      _ = try file.insertTariffVersion(
        name: "Home", newTariffID: "t", validFrom: at(0), tariffJSON: "{1}", at: at(0))
    }
    #expect(execute(folder.file, "PRAGMA recursive_triggers=ON; " + sql) != nil)
    #expect(execute(folder.file, "PRAGMA recursive_triggers=OFF; " + sql) != nil)
    let kept = try await store.write { file in
      (try file.cdrs(after: 0, limit: 9).map(\.body), try file.tariffVersion(key: 1)?.tariffJSON)
    }
    #expect(kept.0 == ["{1}"])
    #expect(kept.1 == "{1}")
  }

  @Test("the version in force is the one with the latest beginning, of equals the newest")
  func tariffs() async throws {
    let store = try openStore(folder)
    try await store.write { file in
      func add(_ name: String, from: Int64, id: String) throws -> TariffVersion {
        try file.insertTariffVersion(
          name: name, newTariffID: id, validFrom: at(from), tariffJSON: "{}", at: at(0))
      }
      #expect(try file.tariffVersion(validAt: at(1000)) == nil)
      let first = try add("Home", from: 100, id: "h")
      let second = try add("Home", from: 200, id: "unused")
      let third = try add("Guests", from: 200, id: "g")
      #expect([first.version, second.version, third.version] == [1, 2, 1])
      #expect([first.tariffID, second.tariffID, third.tariffID] == ["h", "h", "g"])
      #expect(try file.tariffVersion(validAt: at(99)) == nil)
      #expect(try file.tariffVersion(validAt: at(100)) == first)
      #expect(try file.tariffVersion(validAt: at(199)) == first)
      #expect(try file.tariffVersion(validAt: at(200)) == third)
      #expect(try file.tariffVersions(after: nil, limit: 2).items == [third, second])
    }
  }
}
