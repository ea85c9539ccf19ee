import Billing
import Domain
import Net
import Site
import Storage
import Testing

/// The site's clock shows 2026-03-02T10:00:00Z when a test begins.
@Suite("A charge whose messages were lost") @NetworkLoop struct MendingTests {
  private func open() async throws -> TestSite {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    return site
  }

  private func hasEnded(_ id: Int64, at site: TestSite) async throws -> Bool {
    try await site.transaction(id).stoppedAt != nil
  }

  @Test("ends half an hour after its connector is free, at its last reading, until the real stop comes")
  func missingStop() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.sample(id, "9000", at: "2026-03-02T09:30:00Z")
    try await box.status("Available", at: "2026-03-02T10:00:00Z")
    site.clock.advance(seconds: 31 * 60)
    try await site.until("it ends") { try await hasEnded(id, at: site) }
    let estimate = try await site.transaction(id)
    #expect(Set(estimate.flags) == [.stopMissing, .estimated])
    #expect(estimate.meterStopMilliWh == 9_000_000)
    #expect(estimate.costState == .toCheck)
    #expect(try await site.toCheck().map(\.kind) == ["stop_missing"])
    try await site.until("the board is free") {
      site.site.board.chargePoint(id: "CP01")?.connector(1)?.transaction == nil
    }

    try await box.sample(id, "12000", at: "2026-03-02T09:50:00Z")
    try await box.stop(id)
    let real = try await site.transaction(id)
    #expect(real.flags == [])
    #expect(real.amounts?.gross == 588)
    #expect(try await site.toCheck().isEmpty)
    await site.close()
  }

  @Test("is billed by its estimate when a person accepts it, and says so for ever")
  func accepted() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.sample(id, "13345", at: "2026-03-02T09:30:00Z")
    _ = try await box.start(meter: 20000, at: "2026-03-02T09:40:00Z")
    let line = try #require(try await site.toCheck().first)
    try await site.site.resolve(toCheck: line.key, as: .accept, note: nil, by: "test")
    let billed = try await site.transaction(id)
    #expect(billed.amounts?.gross == 588)
    #expect(billed.flags == [.estimated])
    await site.close()
  }

  @Test("goes on when its connector says so again, or while the register rises")
  func goesOn() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    var ids: [Int64] = []
    for connector in 1...3 {
      ids.append(try await box.start(meter: connector * 1000, connector: connector).id)
      try await box.status("Available", at: "2026-03-02T10:00:00Z", connector: connector)
    }
    try await box.status("SuspendedEV", at: "2026-03-02T10:00:01Z", connector: 1)
    // The next car comes; that does not bring the old one back.
    try await box.status("Preparing", at: "2026-03-02T10:00:01Z", connector: 3)
    site.clock.advance(seconds: 29 * 60)
    try await site.until("the rounds have seen the clock") {
      try await Task.sleep(for: .milliseconds(1100))
      return true
    }
    try await box.sample(ids[1], "2500", at: "2026-03-02T10:28:00Z")
    site.clock.advance(seconds: 120)
    try await site.until("the third ends") { try await hasEnded(ids[2], at: site) }
    #expect(try await !hasEnded(ids[0], at: site))
    #expect(try await !hasEnded(ids[1], at: site))
    await site.close()
  }

  @Test("waits for a wallbox that is offline: it may have the stop in its queue")
  func offline() async throws {
    let site = try await open()
    let gone = try await TestBox.connect(to: site)
    let (waiting, _) = try await gone.start()
    try await gone.status("Available", at: "2026-03-02T10:00:00Z")
    gone.close()
    try await site.until("it is offline") { site.site.board.chargePoint(id: "CP01")?.isOnline == false }
    let there = try await TestBox.connect(to: site, as: "CP02")
    let (other, _) = try await there.start()
    try await there.status("Available", at: "2026-03-02T10:00:00Z")
    site.clock.advance(seconds: 3600)
    try await site.until("the other ends") { try await hasEnded(other, at: site) }
    #expect(try await !hasEnded(waiting, at: site))
    await site.close()
  }

  @Test("goes on waiting after a restart where it stood")
  func restart() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.status("Available", at: "2026-03-02T10:00:00Z")
    site.clock.advance(seconds: 20 * 60)
    try await box.call("Heartbeat", "{}")
    try await site.restart()
    _ = try await TestBox.connect(to: site, boot: false)
    #expect(try await !hasEnded(id, at: site))
    site.clock.advance(seconds: 11 * 60)
    try await site.until("it ends") { try await hasEnded(id, at: site) }
    await site.close()
  }

  @Test("ends when its wallbox was not heard of for a week")
  func silent() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    box.close()
    try await site.until("it is offline") { site.site.board.chargePoint(id: "CP01")?.isOnline == false }
    site.clock.advance(seconds: 7 * 86_400 + 1)
    try await site.until("it ends") { try await hasEnded(id, at: site) }
    #expect(Set(try await site.transaction(id).flags) == [.stopMissing, .estimated])
    await site.close()
  }

  @Test("ends at a reading of its connector that is newer than its own, of the same register")
  func betterReading() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.sample(id, "9000", at: "2026-03-02T09:15:00Z")
    try await box.alignedSample(10_500, at: "2026-03-02T09:30:00Z")
    try await box.alignedSample(3, at: "2026-03-02T09:35:00Z")
    _ = try await box.start(meter: 20000, at: "2026-03-02T09:40:00Z")
    let ended = try await site.transaction(id)
    #expect(ended.meterStopMilliWh == 10_500_000)
    await site.close()
  }

  private static let orphan = #"""
    {"transactionId":-1,"idTag":"CARD1","meterStop":13345,"timestamp":"2026-03-02T09:59:00Z",
     "transactionData":[{"timestamp":"2026-03-02T09:00:00Z","sampledValue":[
       {"value":"1000","context":"Transaction.Begin"}]}]}
    """#

  @Test("of which only a stop with its readings arrived is a charge that a person accepts, once")
  func orphanCharge() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    try await box.status("Available", at: "2026-03-02T10:00:00Z", connector: 2)
    for _ in 1...3 { try await box.call("StopTransaction", Self.orphan) }
    let all = try await site.site.reader.read { file in
      try file.transactions(TransactionFilter(), after: nil, limit: 10).items.map(\.transaction)
    }
    let made = try #require(all.first)
    #expect(all.count == 1)
    #expect(made.flags == [.stopWithoutStart])
    #expect(made.connector == 2)
    #expect(made.idTagKey != nil)
    #expect(made.costState == .toCheck)
    let line = try #require(try await site.toCheck().first)
    #expect(line.transactionID == made.id)
    try await site.site.resolve(toCheck: line.key, as: .accept, note: nil, by: "test")
    #expect(try await site.transaction(made.id).amounts?.gross == 588)
    try await box.call("Heartbeat", "{}")
    await site.close()
  }

  @Test("of which only a stop with one plain reading arrived stays a line to check")
  func orphanWithTooLittle() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    try await box.call(
      "StopTransaction", Self.orphan.replacing(#","context":"Transaction.Begin""#, with: ""))
    #expect(try await site.toCheck().map(\.transactionID) == [nil])
    await site.close()
  }
}
