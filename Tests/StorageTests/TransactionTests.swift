import Domain
import Storage
import Testing

@Suite("Transactions")
struct TransactionTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test("a retried start gets the first one's id and answer, readable timestamp or not")
  func retriedStart() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    let new = newTransaction(chargePoint, startText: "yesterday-ish", flags: [.timeAssumed])
    let first = try await store.write { try $0.insertTransaction(new) }
    var again = new
    again.authorization = .invalid
    again.startedAt = at(777)
    let retry = again
    let second = try await store.write { try $0.insertTransaction(retry) }
    #expect(first == .new(first.transaction))
    #expect(second == .repeated(first.transaction))
    #expect(first.transaction.id == 1)
    #expect(first.transaction.flags == [.timeAssumed])
    #expect(try await store.write { try $0.transaction(sameStartAs: new.start) } == first.transaction)

    for change in [
      newTransaction(chargePoint, connector: 2, startText: "yesterday-ish"),
      newTransaction(chargePoint, idTag: "tag", startText: "yesterday-ish"),
      newTransaction(chargePoint, startText: "yesterday"),
      newTransaction(chargePoint, startText: "yesterday-ish", meterText: "1000.0"),
    ] {
      guard case .new = try await store.write({ try $0.insertTransaction(change) }) else {
        Issue.record("taken for a repetition: \(change.start)")
        continue
      }
    }
  }

  @Test("a stop is written once; replaced only while nothing is frozen")
  func stopOnce() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      let id = try file.insertTransaction(newTransaction(chargePoint)).transaction.id
      #expect(try file.openTransactions(chargePointKey: chargePoint.key, connector: 1).map(\.id) == [id])
      #expect(try file.setStop(transactionID: id, stop(at: 100, milliWh: 5_000_000)))
      #expect(try !file.setStop(transactionID: id, stop(at: 200, milliWh: 6_000_000)))
      #expect(try !file.setStop(transactionID: 99, stop(at: 200, milliWh: 6_000_000)))
      #expect(try file.stopFacts(transactionID: id) == stop(at: 100, milliWh: 5_000_000))
      #expect(try file.transaction(id: id)?.energyMilliWh == 4_000_000)
      #expect(try file.openTransactions().isEmpty)
      #expect(try file.replaceStop(transactionID: id, stop(at: 300, milliWh: 7_000_000)))
      try file.setCost(
        transactionID: id, .final, currency: Currency(code: "EUR"),
        amounts: Amounts(net: 100, vat: 19, gross: 119))
      try file.appendCDR(transactionID: id, body: "{}", previousHash: nil, hash: [1], at: at(0))
      #expect(try !file.replaceStop(transactionID: id, stop(at: 400, milliWh: 8_000_000)))
      let kept = try #require(try file.transaction(id: id))
      #expect(kept.meterStopMilliWh == 7_000_000)
      #expect(kept.stoppedAt == at(300))
      #expect(kept.costState == .final)
      #expect(kept.amounts == Amounts(net: 100, vat: 19, gross: 119))
      #expect(kept.currency?.code == "EUR")
    }
  }

  @Test("an id is never given twice, and none beyond 32 bits")
  func ids() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    _ = try await store.write { try $0.insertTransaction(newTransaction(chargePoint, at: 1)) }
    #expect(execute(folder.file, "DELETE FROM transactions") == nil)
    let next = try await store.write { try $0.insertTransaction(newTransaction(chargePoint, at: 2)) }
    #expect(next.transaction.id == 2)
    #expect(execute(folder.file, "UPDATE sqlite_sequence SET seq = 2147483647") == nil)
    let error = await #expect(throws: StoreError.self) {
      try await store.write { try $0.insertTransaction(newTransaction(chargePoint, at: 3)) }
    }
    #expect(error?.kind == .constraint)
  }

  @Test("a flag is up once, comes down, and may come back")
  func flags() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      let id = try file.insertTransaction(newTransaction(chargePoint, flags: [.unknownIdTag])).transaction.id
      #expect(try !file.addFlag(.unknownIdTag, transactionID: id, at: at(1)))
      #expect(
        try file.addFlag(.registerBackwards, transactionID: id, at: at(2), details: "{\"by\":1}"))
      #expect(try file.transaction(id: id)?.flags == [.unknownIdTag, .registerBackwards])
      #expect(
        try file.resolveFlag(.unknownIdTag, transactionID: id, at: at(3), resolution: "ok", by: "Ann")
      )
      #expect(
        try !file.resolveFlag(.unknownIdTag, transactionID: id, at: at(4), resolution: "ok", by: "Ann")
      )
      #expect(try file.transaction(id: id)?.flags == [.registerBackwards])
      #expect(try file.addFlag(.unknownIdTag, transactionID: id, at: at(5)))
      let all = try file.flags(transactionID: id)
      #expect(all.map(\.flag) == [.registerBackwards, .unknownIdTag, .unknownIdTag])
      #expect(all.map(\.resolvedBy) == [nil, "Ann", nil])
      #expect(all[0].details == "{\"by\":1}")
    }
  }

  @Test("lists filter, join, and page without gaps or repeats while rows are added")
  func list() async throws {
    let store = try openStore(folder)
    let (one, two) = (try await store.addChargePoint("CP1"), try await store.addChargePoint("CP2"))
    let tenant = try await store.write { file in
      let tenant = try file.insertTenant(id: "abc", name: "Ann", at: at(0))
      let card = try file.insertIdTag(
        "04:a2", label: "blue", tenantKey: tenant.key, status: .accepted, expiresAt: nil, at: at(0))
      let tariff = try file.insertTariffVersion(
        name: "Home", newTariffID: "home", validFrom: at(0), tariffJSON: "{}", at: at(0))
      for number in Int64(0)..<30 {
        var new = newTransaction(number % 3 == 0 ? two : one, idTag: "04A2", at: number / 2 * 1000)
        new.start.startedAtText = "\(number)"
        if number % 2 == 0 {
          (new.idTagKey, new.tenantKey, new.tariffVersionKey) = (card.key, tenant.key, tariff.key)
        }
        let id = try file.insertTransaction(new).transaction.id
        if number < 20 { _ = try file.setStop(transactionID: id, stop(at: number, milliWh: 0)) }
      }
      return tenant
    }
    func ids(_ change: (inout TransactionFilter) -> Void) async throws -> [Int64] {
      var filter = TransactionFilter()
      change(&filter)
      let wanted = filter
      return try await store.write { file in
        try file.transactions(wanted, after: nil, limit: 100).items.map(\.transaction.id)
      }
    }
    let newestFirst = Array((1...30).reversed()) as [Int64]
    #expect(try await ids { _ in } == newestFirst)
    #expect(try await ids { $0.chargePointID = "CP2" } == newestFirst.filter { $0 % 3 == 1 })
    #expect(try await ids { $0.tenantKey = tenant.key } == newestFirst.filter { $0 % 2 == 1 })
    #expect(try await ids { $0.open = true } == newestFirst.filter { $0 > 20 })
    #expect(try await ids { $0.open = false } == newestFirst.filter { $0 <= 20 })
    #expect(try await ids { $0.idTag = "04-A2" } == newestFirst.filter { $0 % 2 == 1 })
    #expect(try await ids { $0.idTag = "04A2" } == newestFirst)
    #expect(try await ids { ($0.from, $0.to) = (at(1000), at(3000)) } == [6, 5, 4, 3])
    #expect(try await ids { $0.costState = .final } == [])

    var (seen, cursor): ([Int64], PageCursor?) = ([], nil)
    repeat {
      let (from, count) = (cursor, Int64(seen.count))
      let page = try await store.write { file in
        var new = newTransaction(one, at: 100_000 + count)
        new.start.presentedIdTag = "new"
        _ = try file.insertTransaction(new)
        return try file.transactions(TransactionFilter(), after: from, limit: 7)
      }
      seen += page.items.map(\.transaction.id)
      cursor = page.next.flatMap { PageCursor(text: $0.text) }
      #expect((page.next == nil) == (cursor == nil))
    } while cursor != nil
    #expect(seen == [31] + newestFirst)

    let row = try #require(try await store.write { try $0.transactionRow(id: 1) })
    #expect(row.chargePointID == "CP2")
    #expect(row.idTag == "04:a2")
    #expect(row.idTagLabel == "blue")
    #expect(row.tenantID == "abc")
    #expect(row.tenantName == "Ann")
    #expect(row.tariffID == "home")
    #expect(row.tariffVersion == 1)
  }

  @Test("an odd stop is kept once however often it comes, and waits until it is matched")
  func oddStops() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      let odd = OddStop(
        kind: .orphan, chargePointKey: chargePoint.key, claimedTransactionID: .max,
        facts: stop(at: 1, milliWh: 5), frame: [0, 255, 1])
      let first = try file.insertOddStop(odd)
      var repeated = odd
      repeated.facts.receivedAt = at(5000)
      let second = try file.insertOddStop(repeated)
      #expect(first.isNew && !second.isNew && first.key == second.key)
      let id = try file.insertTransaction(newTransaction(chargePoint)).transaction.id
      #expect(
        try file.resolveOddStop(key: first.key, transactionID: id, at: at(2), resolution: "matched"))
      #expect(
        try !file.resolveOddStop(key: first.key, transactionID: id, at: at(2), resolution: "matched"))
      let matched = try #require(try file.oddStops(transactionID: id).first)
      #expect(matched.key == first.key)
      #expect(matched.stop == odd)
      #expect(matched.count == 2)
      #expect(matched.lastReceivedAt == at(5000))
      #expect(matched.resolution == "matched")
    }
  }
}
