import Billing
import Domain
import Formats
import Net
import Site
import Storage
import Testing

@Suite("A wallbox's meter") @NetworkLoop struct MeterTests {
  private func correct(_ correction: EnergyCorrection, _ site: TestSite) async throws {
    var change = ChargePointChange()
    change.settings = { $0.energyCorrection = correction }
    try await site.site.updateChargePoint("CP01", change)
  }

  @Test("that names kWh as Wh, or the other way round, is put right exactly; its digits are kept")
  func correction() async throws {
    for (correction, start, sample, stop) in [
      (EnergyCorrection.times1000, "1.0005", "5.1234567", "13.3455"),
      (.dividedBy1000, "1000500", "5123456.7", "13345500"),
    ] {
      let site = try await TestSite.open()
      try await site.addCard("CARD1")
      try await site.setPrice()
      let box = try await TestBox.connect(to: site)
      try await correct(correction, site)
      let answer = try await box.call(
        "StartTransaction",
        #"{"connectorId":1,"idTag":"CARD1","meterStart":\#(start),"timestamp":"2026-03-02T09:00:00Z"}"#)
      let id = try #require(answer["transactionId"]?.integerValue)
      try await box.sample(id, sample, at: "2026-03-02T09:30:00Z")
      try await box.call(
        "StopTransaction",
        #"{"transactionId":\#(id),"meterStop":\#(stop),"timestamp":"2026-03-02T09:59:00Z"}"#)
      let transaction = try await site.transaction(id)
      #expect(transaction.meterStartMilliWh == 1_000_500)
      #expect(transaction.energyMilliWh == 12_345_000)
      #expect(transaction.amounts?.gross == 588)
      let readings = try await site.site.reader.read { file in
        try file.readings(.transaction(id), after: nil, limit: 10).items.map(\.reading)
      }
      #expect(readings.map(\.energyText) == [start, sample, stop])
      #expect(readings[1].energyMilliWh == 5_123_457)
      await site.close()
    }
  }

  @Test("that shows a thousand times too much is held with the correction that would fit")
  func suggestion() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start(meter: 1_000_000)
    try await box.stop(id, meter: 13_345_000)
    #expect(try await site.transaction(id).flags == [.implausibleEnergy])
    #expect(try await site.toCheck().first?.details["factor"] == "divided_by_1000")
    await site.close()
  }

  @Test("that begins again at 0 near its end waits for a person, who then gets the exact energy billed")
  func rollover() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start(meter: 999_990_000)
    try await box.stop(id, meter: 2_345)
    let held = try await site.transaction(id)
    #expect(held.flags == [.registerBackwards])
    #expect(held.energyMilliWh == 12_345_000)
    let line = try #require(try await site.toCheck().first)
    #expect(line.details["rollover_wh"] == "12345")
    try await site.site.resolve(toCheck: line.key, as: .accept, note: nil, by: "test")
    #expect(try await site.transaction(id).amounts?.gross == 588)
    await site.close()
  }
}
