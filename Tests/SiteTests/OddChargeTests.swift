import Domain
import Formats
import Net
import Site
import Storage
import Testing

@Suite("An odd charge") @NetworkLoop struct OddChargeTests {
  @Test("whose register at the stop cannot be read waits, and is billed by its last sample when accepted")
  func unreadableStop() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.sample(id, "13345", at: "2026-03-02T09:50:00Z")
    try await box.call(
      "StopTransaction",
      #"{"transactionId":\#(id),"meterStop":"NaN","timestamp":"2026-03-02T09:59:00Z"}"#)
    #expect(try await site.transaction(id).costState == .toCheck)
    let item = try #require(try await site.toCheck().first)
    #expect(item.kind == "unreadable_value")
    try await site.site.resolve(toCheck: item.key, as: .accept, note: nil, by: "test")
    #expect(try await site.transaction(id).amounts?.gross == 588)
    await site.close()
  }

  @Test("whose register at the start cannot be read is never billed from zero: it can only be waived")
  func unreadableStart() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let answer = try await box.call(
      "StartTransaction",
      #"{"connectorId":1,"idTag":"CARD1","meterStart":"?","timestamp":"2026-03-02T09:00:00Z"}"#)
    let id = try #require(answer["transactionId"]?.integerValue)
    try await box.stop(id)
    let item = try #require(try await site.toCheck().first)
    await #expect(throws: SiteError.self) {
      try await site.site.resolve(toCheck: item.key, as: .accept, note: nil, by: "test")
    }
    try await site.site.resolve(toCheck: item.key, as: .waive, note: nil, by: "test")
    #expect(try await site.transaction(id).costState == .waived)
    await site.close()
  }

  @Test("with registers that no meter shows is kept and harms nobody")
  func enormous() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start(meter: -9_223_372_036_854_775)
    try await box.sample(id, "9223372036854775", at: "2026-03-02T09:50:00Z")
    try await box.stop(id, meter: 9_223_372_036_854_775)
    let transaction = try await site.transaction(id)
    #expect(transaction.flags.contains(.unreadableValue))
    #expect(transaction.costState == .toCheck)
    await site.close()
  }

  @Test("that ends in the second it began costs nothing, and asks nothing")
  func instantly() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.stop(id, meter: 1000, at: "2026-03-02T09:00:00Z")
    let transaction = try await site.transaction(id)
    #expect(transaction.costState == .final)
    #expect(transaction.amounts == Amounts(net: 0, vat: 0, gross: 0))
    #expect(try await site.toCheck().isEmpty)
    await site.close()
  }

  @Test("that runs when its wallbox is removed ends by an estimate and waits")
  func removedWallbox() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await site.site.archiveChargePoint("CP01")
    #expect(try await site.transaction(id).flags == [.superseded, .estimated])
    #expect(try await site.toCheck().map(\.transactionID) == [id])
    await site.close()
  }

  @Test("that runs while a price is entered for its time gets that price")
  func priceEnteredMeanwhile() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await site.setPrice()
    try await box.stop(id)
    #expect(try await site.transaction(id).amounts?.gross == 588)
    await site.close()
  }

  @Test("that was ended by a stop without its id is corrected by the real one")
  func realStopWins() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.stop(-1, meter: 7000, at: "2026-03-02T09:20:00Z")
    #expect(try await site.transaction(id).flags == [.stopWithoutStart])
    try await box.stop(id)
    #expect(try await site.transaction(id).amounts?.gross == 588)
    #expect(try await site.toCheck().isEmpty)
    await site.close()
  }

  @Test("of a wallbox without a clock is another one when the first has ended")
  func noClock() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let first = try await box.start(meter: 0, at: "1970-01-01T00:00:10Z")
    #expect(try await box.start(meter: 0, at: "1970-01-01T00:00:10Z").id == first.id)
    site.clock.advance(seconds: 3600)
    try await box.stop(first.id, meter: 5000, at: "1970-01-01T01:00:00Z")
    let second = try await box.start(meter: 0, at: "1970-01-01T00:00:10Z")
    #expect(second.id != first.id)
    #expect(try await site.transaction(second.id).flags == [.clockWrong])
    await site.close()
  }

  @Test("by time begins standing when the car stood before it began")
  func standingAtTheStart() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice(
      #"{"type":"TIME","price":"6.00","vat":"0"},{"type":"PARKING_TIME","price":"1.20","vat":"0"}"#)
    let box = try await TestBox.connect(to: site)
    try await box.status("SuspendedEV", at: "2099-01-01T00:00:00Z")
    let (id, _) = try await box.start(at: "2026-03-02T10:00:00Z")
    site.clock.advance(seconds: 1800)
    try await box.status("Charging", at: "2026-03-02T10:30:00Z")
    site.clock.advance(seconds: 600)
    try await box.stop(id, at: "2026-03-02T10:40:00Z")
    #expect(try await site.transaction(id).amounts?.gross == 60 + 100)
    await site.close()
  }
}
