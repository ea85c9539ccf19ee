import Billing
import Domain
import Formats
import Net
import Site
import Storage
import Testing

/// The site's clock shows 2026-03-02T10:00:00Z when a test begins.
@Suite("A charge in doubt") @NetworkLoop struct DoubtTests {
  private static let now = "2026-03-02T10:00:00Z"

  private func open(price: String? = nil) async throws -> TestSite {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    if let price { try await site.setPrice(price) } else { try await site.setPrice() }
    return site
  }

  private func key(_ idTag: String, _ site: TestSite) async throws -> Int64 {
    let card = try await site.site.reader.read { file in try file.idTag(canonical: IdTag.canonical(idTag)) }
    return try #require(card).key
  }

  private func change(
    _ site: TestSite, _ settings: @escaping @Sendable (inout ChargePointSettings) -> Void
  ) async throws {
    var change = ChargePointChange()
    change.settings = settings
    try await site.site.updateChargePoint("CP01", change)
  }

  private func remoteStart(_ idTag: String, _ box: TestBox, _ site: TestSite) async throws {
    box.answers["RemoteStartTransaction"] = { _ in ["status": "Accepted"] }
    _ = try await site.site.startCharge(at: "CP01", connector: 1, idTag: idTag, by: "test")
  }

  @Test("that was started from afar is not billed to whoever owns the text of starts without a card")
  func autoStartText() async throws {
    let site = try await open()
    try await site.addCard("CARD2")
    let box = try await TestBox.connect(to: site)
    let owner = try await key("CARD1", site)
    try await change(site) {
      $0.autoStart = AutoStart(presented: "SERIAL9", idTagKey: owner, idTag: "CARD1")
    }
    try await remoteStart("CARD2", box, site)
    let (id, _) = try await box.start(idTag: "SERIAL9", at: Self.now)
    let asked = try await site.transaction(id)
    #expect(asked.idTagKey == (try await key("CARD2", site)))
    #expect(asked.flags == [.idTagDiffers])
    try await box.stop(id, at: "2026-03-02T10:59:00Z", idTag: "SERIAL9")
    #expect(try await site.transaction(id).costState == .toCheck)

    // For that card it is what was asked for; and without a start from afar it is the owner's.
    for asks in [true, false] {
      if asks { try await remoteStart("CARD1", box, site) }
      let (id, _) = try await box.start(idTag: "SERIAL9", meter: asks ? 20_000 : 30_000, at: Self.now)
      let own = try await site.transaction(id)
      #expect(own.idTagKey == owner && own.flags == [])
      try await box.stop(id, meter: 40_000, at: "2026-03-02T10:59:00Z", idTag: "SERIAL9")
    }
    await site.close()
  }

  @Test("that ran while its wallbox's unit was corrected is not billed by registers in two units")
  func correctedWhileItRan() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start(meter: 100, at: "2026-03-01T20:00:00Z")
    try await box.sample(id, "105", at: "2026-03-02T02:00:00Z")
    try await change(site) { $0.energyCorrection = .times1000 }
    try await box.stop(id, meter: 110, at: "2026-03-02T08:00:00Z")
    let held = try await site.transaction(id)
    #expect(held.flags == [.samplesDisagree])
    #expect(held.costState == .toCheck)
    let line = try #require(try await site.toCheck().first)
    #expect(line.transactionID == id)
    try await site.site.resolve(toCheck: line.key, as: .waive, note: nil, by: "test")
    let (next, _) = try await box.start(meter: 110, at: "2026-03-02T08:10:00Z")
    try await box.stop(next, meter: 120, at: "2026-03-02T09:59:00Z")
    #expect(try await site.transaction(next).costState == .final)
    await site.close()
  }

  @Test("out of a queue takes nothing from what its connector says now")
  func queuedWhileSuspended() async throws {
    let site = try await open(
      price: #"{"type":"TIME","price":"6.00","vat":"0"},{"type":"PARKING_TIME","price":"1.20","vat":"0"}"#)
    let box = try await TestBox.connect(to: site)
    try await box.status("SuspendedEV", at: Self.now)
    let (id, _) = try await box.start(at: "2026-02-28T09:00:00Z")
    try await box.stop(id, at: "2026-02-28T10:00:00Z")
    #expect(try await site.transaction(id).amounts?.gross == 600)
    await site.close()
  }

  @Test("that went on after its connector said Available is estimated with what it took since")
  func roseAfterAvailable() async throws {
    for restarts in [false, true] {
      let site = try await open()
      var box = try await TestBox.connect(to: site)
      try await box.status("Available", at: "2026-03-02T09:59:00Z")
      let (id, _) = try await box.start(at: Self.now)
      site.clock.advance(seconds: 20 * 60)
      try await box.sample(id, "9000", at: "2026-03-02T10:20:00Z")
      if restarts {
        try await site.restart()
        box = try await TestBox.connect(to: site, boot: false)
      }
      site.clock.advance(seconds: 31 * 60)
      try await site.until("it ends") { try await site.transaction(id).stoppedAt != nil }
      #expect(try await site.transaction(id).meterStopMilliWh == 9_000_000)
      try await box.call("Heartbeat", "{}")
      await site.close()
    }
  }

  @Test("whose other stop a person has seen is not put on the list again by the same stop")
  func conflictAgain() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.stop(id)
    try await box.stop(id, meter: 99_999)
    let line = try #require(try await site.toCheck().first)
    try await site.site.resolve(toCheck: line.key, as: .dismiss, note: nil, by: "test")
    try await box.stop(id, meter: 99_999)
    #expect(try await site.toCheck().isEmpty)
    try await box.stop(id, meter: 99_998)
    #expect(try await site.toCheck().map(\.kind) == ["stop_conflict"])
    await site.close()
  }

  @Test("of a wallbox without a clock is one however often its start is sent, also after one like it")
  func retriedWithoutClock() async throws {
    let site = try await open()
    let box = try await TestBox.connect(to: site)
    let unset = "1970-01-01T00:00:05Z"
    let first = try await box.start(meter: 0, at: unset)
    try await box.stop(first.id, meter: 5_000, at: "1970-01-01T01:00:05Z")
    site.clock.advance(seconds: 3600)
    let second = try await box.start(meter: 0, at: unset)
    #expect(second.id != first.id)
    site.clock.advance(seconds: 60)
    #expect(try await box.start(meter: 0, at: unset) == second)
    try await box.sample(second.id, "10", at: "1970-01-01T00:10:05Z")
    #expect(try await box.start(meter: 0, at: unset).id != second.id)
    await site.close()
  }

  @Test("priced by time is held when a clock that was set leaves it no time")
  func noTimeLeft() async throws {
    let site = try await open(price: #"{"type":"TIME","price":"6.00","vat":"0"}"#)
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start(at: "2026-03-02T11:00:00Z")
    try await box.stop(id, at: "2026-03-02T10:10:00Z")
    let held = try await site.transaction(id)
    #expect(held.costState == .toCheck)
    #expect(Set(held.flags) == [.timeAssumed, .stopBeforeStart])
    await site.close()
  }

  @Test("at a pending wallbox keeps no more statuses than other rows")
  func pendingStatuses() async throws {
    var limits = Limits()
    limits.pendingRowsPerChargePoint = 10
    let site = try await TestSite.open(accepting: false, limits: limits)
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    for second in 10..<40 {
      try await box.status(
        second.isMultiple(of: 2) ? "Charging" : "SuspendedEV", at: "2026-03-02T09:59:\(second)Z")
    }
    let kept = try await site.site.reader.read { file in try file.transactionStatuses(transactionID: id) }
    #expect(kept.count == 10)
    #expect(site.site.board.chargePoint(id: "CP01")?.connector(1)?.status?.status == "SuspendedEV")
    await site.close()
  }
}
