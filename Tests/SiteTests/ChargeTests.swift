import Billing
import Crypto
import Domain
import Formats
import Net
import Site
import Storage
import Testing

@Suite("A charge") @NetworkLoop struct ChargeTests {
  @Test("ends as an exact amount in a frozen record")
  func ends() async throws {
    let site = try await TestSite.open()
    try await site.addCard("card1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, status) = try await box.start()
    #expect(status == "Accepted")
    try await box.stop(id)

    let transaction = try await site.transaction(id)
    #expect(transaction.costState == .final)
    #expect(transaction.amounts == Amounts(net: 494, vat: 94, gross: 588))
    #expect(transaction.flags == [])
    let records = try await site.site.reader.read { file in try file.cdrs(transactionID: id) }
    let record = try #require(records.first)
    #expect(records.count == 1)
    #expect(record.hash == sha256(ChargeDetailRecord.chainInput(previousHash: [], body: record.body)))
    await site.close()
  }

  @Test("whose start is sent again has the same id and the same answer, also after its stop")
  func retriedStart() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1", .blocked)
    let box = try await TestBox.connect(to: site)
    let first = try await box.start()
    #expect(first.status == "Blocked")
    #expect(first.id > 0)
    let again = try await box.start()
    #expect(again == first)
    try await box.stop(first.id)
    #expect(try await box.start() == first)
    let all = try await site.site.reader.read { file in
      try file.transactions(TransactionFilter(), after: nil, limit: 10).items
    }
    #expect(all.count == 1)
    await site.close()
  }

  @Test("by an unknown card is never billed silently: a person accepts or waives it")
  func unknownCard() async throws {
    let site = try await TestSite.open()
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    for (resolution, state, gross) in [(Resolution.accept, CostState.final, 588), (.waive, .waived, 0)] {
      let (id, status) = try await box.start(idTag: "STRANGER-\(resolution)")
      #expect(status == "Invalid")
      try await box.stop(id)
      #expect(try await site.transaction(id).costState == .toCheck)
      let item = try #require(try await site.toCheck().first { $0.transactionID == id })
      #expect(item.kind == "unknown_id_tag")
      try await site.site.resolve(toCheck: item.key, as: resolution, note: nil, by: "test")
      let decided = try await site.transaction(id)
      #expect(decided.costState == state)
      #expect(decided.amounts?.gross == Int64(gross))
      // Whose card it is may still be asked.
      #expect(try await site.toCheck().allSatisfy { $0.kind == "unknown_card" })
    }
    await site.close()
  }

  @Test("that lost its stop ends by an estimate, which the real stop replaces")
  func superseded() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let lost = try await box.start()
    let next = try await box.start(meter: 20000, at: "2026-03-02T09:30:00Z")
    let estimate = try await site.transaction(lost.id)
    #expect(estimate.flags == [.superseded, .estimated])
    #expect(estimate.costState == .toCheck)
    #expect(try await site.transaction(next.id).stoppedAt == nil)

    try await box.stop(lost.id, at: "2026-03-02T09:29:00Z")
    let real = try await site.transaction(lost.id)
    #expect(real.flags == [])
    #expect(real.costState == .final)
    #expect(real.amounts?.gross == 588)
    #expect(try await site.toCheck().isEmpty)
    await site.close()
  }

  @Test("keeps its first stop when another one says something else")
  func stopConflict() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.stop(id)
    try await box.stop(id)
    #expect(try await site.toCheck().isEmpty)
    try await box.stop(id, meter: 99999)
    let transaction = try await site.transaction(id)
    #expect(transaction.meterStopMilliWh == 13_345_000)
    #expect(transaction.amounts?.gross == 588)
    #expect(try await site.toCheck().map(\.kind) == ["stop_conflict"])
    await site.close()
  }

  @Test("that never heard its id is found by card and register, and waits for a person")
  func orphanStopMatches() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.stop(-1)
    let transaction = try await site.transaction(id)
    #expect(transaction.meterStopMilliWh == 13_345_000)
    #expect(transaction.flags == [.stopWithoutStart])
    #expect(transaction.costState == .toCheck)
    await site.close()
  }

  @Test("of which only the stop arrived is answered and kept once, however often it is sent")
  func orphanStop() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    for _ in 1...3 { try await box.stop(4711) }
    #expect(try await site.toCheck().map(\.kind) == ["stop_without_start"])
    await site.close()
  }

  @Test("whose register fell or whose energy is absurd is kept and waits")
  func oddRegisters() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let fell = try await box.start(meter: 5000)
    try await box.stop(fell.id, meter: 4000)
    #expect(try await site.transaction(fell.id).flags == [.registerBackwards])
    let absurd = try await box.start(meter: 6000)
    try await box.stop(absurd.id, meter: 2_000_000_000)
    #expect(try await site.transaction(absurd.id).flags == [.implausibleEnergy])
    #expect(try await site.transaction(absurd.id).amounts == nil)
    await site.close()
  }

  @Test("without a tariff is unpriced until one is entered for its time")
  func pricedLater() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.stop(id)
    #expect(try await site.transaction(id).costState == .unpriced)
    try await site.setPrice(from: site.clock.now)
    #expect(try await site.transaction(id).costState == .unpriced)
    try await site.setPrice()
    #expect(try await site.transaction(id).amounts?.gross == 588)
    await site.close()
  }

  @Test("across a price change is split by its samples, and its record proves itself")
  func splitBySamples() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let tariff =
      #"{"currency":"EUR","elements":[{"price_components":[{"type":"ENERGY","price":"0.30","vat":"0"}],"#
      + #""restrictions":{"start_time":"09:30"}},"#
      + #"{"price_components":[{"type":"ENERGY","price":"0.40","vat":"0"}]}]}"#
    _ = try await site.site.addTariff(
      name: "House", validFrom: Instant(millisecondsSince1970: 0),
      tariff: try Tariff.parse(JSONValue.parse(tariff)), by: "test")
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.sample(id, "11000", at: "2026-03-02T09:30:00Z")
    try await box.stop(id)
    // 10.000 kWh before 9:30 and 2.345 kWh after.
    let transaction = try await site.transaction(id)
    #expect(transaction.amounts == Amounts(net: 470, vat: 0, gross: 470))
    let record = try #require(
      try await site.site.reader.read { file in try file.cdrs(transactionID: id) }.first)
    #expect(record.body.contains(#"{"t":"2026-03-02T09:30:00Z","wh":11000}"#))
    let again = try ChargeDetailRecord.repriced(body: record.body, zone: .utc)
    #expect(again.amounts == transaction.amounts && again.flags.isEmpty)
    await site.close()
  }

  @Test("keeps the price that was valid when it started")
  func priceOfTheStart() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await site.setPrice(#"{"type":"ENERGY","price":"9.00","vat":"19"}"#)
    try await box.stop(id)
    #expect(try await site.transaction(id).amounts?.gross == 588)
    await site.close()
  }

  @Test("priced by time counts charging and standing apart, by what the connector said")
  func byTime() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice(
      #"{"type":"TIME","price":"6.00","vat":"0"},{"type":"PARKING_TIME","price":"1.20","vat":"0"}"#)
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.status("SuspendedEV", at: "2026-03-02T09:10:00Z")
    try await box.stop(id, at: "2026-03-02T09:40:00Z")
    #expect(try await site.transaction(id).amounts?.gross == 100 + 60)
    await site.close()
  }
}
