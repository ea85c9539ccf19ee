import Billing
import Domain
import Net
import Site
import Storage
import Testing

/// The site's clock shows 2026-03-02T10:00:00Z when a test begins.
@Suite("A wallbox's clock") @NetworkLoop struct ClockTests {
  private func skew(at site: TestSite) -> Int64? {
    site.site.board.chargePoint(id: "CP01")?.clock.skewMs
  }

  @Test("that is off is measured and listed, and the line goes when it is right again")
  func off() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    #expect(skew(at: site) == nil)
    try await box.status("Available", at: "2026-03-02T10:05:00Z")
    #expect(skew(at: site) == 300_000)
    try await site.until("the line") { try await site.toCheck().map(\.kind) == ["clock_off"] }
    site.clock.advance(seconds: 700)
    try await box.status("Preparing", at: "2026-03-02T10:11:41Z")
    #expect(skew(at: site) == 1_000)
    try await site.until("no line") { try await site.toCheck().isEmpty }
    await site.close()
  }

  @Test("is not judged by what was queued")
  func queue() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start(at: "2026-02-28T09:00:00Z")
    try await box.stop(id, at: "2026-02-28T10:00:00Z")
    #expect(skew(at: site) == nil)
    try await box.status("Available", at: "2026-03-02T09:59:58Z")
    #expect(skew(at: site) == -2_000)
    #expect(try await site.toCheck().filter { $0.kind == "clock_off" }.isEmpty)
    await site.close()
  }

  @Test("that tells local time without saying so is learnt, for what is queued too, and kept")
  func learnt() async throws {
    for (zone, live, queued) in [
      ("Test/East", "2026-03-02T12:00:00", "2026-03-01T11:00:00"),
      ("Test/West", "2026-03-02T05:00:00", "2026-03-01T04:00:00"),
    ] {
      let site = try await TestSite.open()
      _ = try await site.site.change(settings: [.timeZone: zone], by: "test")
      try await site.addCard("CARD1")
      let box = try await TestBox.connect(to: site)
      try await box.status("Available", at: live)
      try await box.status("Reserved", at: live)
      // West of Greenwich it could come from a queue: believed when a window and the next agree.
      site.clock.advance(seconds: 301)
      try await box.status("Preparing", at: live.replacing(":00:00", with: ":05:01"))
      let (id, _) = try await box.start(at: queued)
      let start = try await site.transaction(id)
      #expect(start.startedAt == Instant(millisecondsSince1970: 1_772_445_600_000 - 90_000_000))
      #expect(start.flags == [.timeAssumed])
      #expect(abs(skew(at: site) ?? .max) < 2_000)
      try await site.restart()
      #expect(site.site.board.chargePoint(id: "CP01")?.record.stampsAreLocal == true)
      await site.close()
    }
  }

  @Test("that is set to UTC or to local time is believed so")
  func told() async throws {
    let site = try await TestSite.open()
    _ = try await site.site.change(settings: [.timeZone: "Test/East"], by: "test")
    let box = try await TestBox.connect(to: site)
    for (clock, hour) in [(StampClock.utc, 9), (.local, 7)] {
      var change = ChargePointChange()
      change.settings = { $0.clock = clock }
      try await site.site.updateChargePoint("CP01", change)
      let (id, _) = try await box.start(idTag: "X\(hour)", at: "2026-03-02T09:00:00")
      let hours = (try await site.transaction(id).startedAt.millisecondsSince1970 / 3_600_000) % 24
      #expect(hours == Int64(hour))
    }
    await site.close()
  }

  @Test("that was set during a charge by less than a minute does not hold it: the stop moves to the start")
  func repaired() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start(at: "2026-03-02T09:59:50Z")
    try await box.stop(id, at: "2026-03-02T09:59:00Z")
    let transaction = try await site.transaction(id)
    #expect(transaction.stoppedAt == transaction.startedAt)
    #expect(transaction.flags == [.timeAssumed])
    #expect(transaction.amounts?.gross == 588)
    await site.close()
  }

  @Test("that was known to be an hour off repairs as much, and no more")
  func repairedBySkew() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start(at: "2026-03-02T11:00:00Z")
    try await box.stop(id, at: "2026-03-02T10:10:00Z")
    #expect(try await site.transaction(id).costState == .final)
    let (held, _) = try await box.start(meter: 20_000, at: "2026-03-02T11:00:00Z")
    try await box.stop(held, meter: 21_000, at: "2026-03-02T09:50:00Z")
    #expect(try await site.transaction(held).flags.contains(.stopBeforeStart))
    await site.close()
  }
}
