import Billing
import Domain
import Formats
import Net
import Site
import Storage
import Testing

/// The site's clock shows 2026-03-02T10:00:00Z when a test begins.
@Suite("A card") @NetworkLoop struct CardTests {
  private static let now = "2026-03-02T10:00:00Z"

  /// Asks the wallbox to start for a card; it agrees.
  private func remoteStart(
    _ idTag: String, _ box: TestBox, _ site: TestSite, connector: Int = 1
  ) async throws {
    let asked = Task { @NetworkLoop in
      try await site.site.startCharge(at: "CP01", connector: connector, idTag: idTag, by: "test")
    }
    let request = try #require(await box.next()?.arrayValue)
    #expect(request[2] == .string("RemoteStartTransaction"))
    box.sendText(#"[3,"\#(request[1].stringValue ?? "")",{"status":"Accepted"}]"#)
    _ = try await asked.value
  }

  private func waiting(_ site: TestSite, connector: Int = 1) -> PendingStart? {
    site.site.board.chargePoint(id: "CP01")?.remoteStart(at: connector)
  }

  private func setAutoStart(_ presented: String, _ idTag: String, _ site: TestSite) async throws {
    let card = try await site.site.reader.read { file in try file.idTag(canonical: IdTag.canonical(idTag)) }
    let key = try #require(card).key
    var change = ChargePointChange()
    change.settings = { $0.autoStart = AutoStart(presented: presented, idTagKey: key, idTag: idTag) }
    try await site.site.updateChargePoint("CP01", change)
  }

  @Test("that a wallbox makes up is the one that was set for it; unset it stays unknown")
  func autoStart() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await TestBox.connect(to: site)
    #expect(try await box.start(idTag: "ab-cd 1234").status == "Invalid")
    try await setAutoStart("ABCD1234", "CARD1", site)
    let (id, status) = try await box.start(idTag: "ab-cd 1234", meter: 2000)
    #expect(status == "Accepted")
    let transaction = try await site.transaction(id)
    #expect(transaction.idTagKey != nil && transaction.presentedIdTag == "ab-cd 1234")
    #expect(transaction.flags == [])
    await site.close()
  }

  @Test("that starts from afar is waited for, then not any more")
  func pendingStart() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await TestBox.connect(to: site)
    try await box.status("Available", at: Self.now)
    try await remoteStart("CARD1", box, site)
    #expect(waiting(site)?.idTag == "CARD1")
    #expect(waiting(site)?.label == "Card")
    #expect(try await box.start(at: Self.now).status == "Accepted")
    #expect(waiting(site) == nil)

    try await remoteStart("CARD1", box, site)
    site.clock.advance(seconds: 121)
    try await site.until("it expires") { waiting(site)?.isExpired == true }
    site.clock.advance(seconds: 300)
    try await site.until("it goes") { waiting(site) == nil }
    await site.close()
  }

  @Test("that started from afar is recognised cut short or garbled, and the charge waits for approval")
  func mangled() async throws {
    let site = try await TestSite.open()
    for card in ["04A1B2C3D4E5F6", "CARD1"] { try await site.addCard(card) }
    let box = try await TestBox.connect(to: site)
    for (meter, presented) in [(1000, "04A1B2"), (2000, "\u{fffd}#!")] {
      try await remoteStart("04A1B2C3D4E5F6", box, site)
      let (id, status) = try await box.start(idTag: presented, meter: meter, at: Self.now)
      #expect(status == "Accepted")
      let transaction = try await site.transaction(id)
      #expect(transaction.flags == [.idTagDiffers])
      #expect(transaction.presentedIdTag == presented)
      #expect(transaction.idTagKey != nil)
      let line = try await site.toCheck().first { $0.transactionID == id }
      #expect(line?.details["requested"] == "04A1B2C3D4E5F6")
      try await box.stop(id, meter: meter + 10, idTag: presented)
    }
    // Another card that is known is itself, and a start out of the queue answers nothing.
    try await remoteStart("04A1B2C3D4E5F6", box, site)
    let known = try await box.start(meter: 3000, at: Self.now)
    #expect(try await site.transaction(known.id).flags == [])
    try await remoteStart("04A1B2C3D4E5F6", box, site)
    #expect(try await box.start(idTag: "04A1B2", meter: 4000, at: "2026-03-02T09:00:00Z").status == "Invalid")
    #expect(waiting(site) != nil)
    await site.close()
  }

  @Test("that charges elsewhere is refused where the site says so: only now, only elsewhere, and for good")
  func concurrent() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let here = try await TestBox.connect(to: site)
    let there = try await TestBox.connect(to: site, as: "CP02")
    _ = try await here.start(at: Self.now)
    #expect(try await there.start(meter: 1, at: Self.now).status == "Accepted")
    _ = try await site.site.change(settings: [.concurrentCharges: "refuse"], by: "test")

    let refused = try await there.start(meter: 2, at: Self.now, connector: 2)
    #expect(refused.status == "ConcurrentTx" && refused.id > 0)
    #expect(try await there.start(meter: 2, at: Self.now, connector: 2) == refused)
    #expect(try await site.transaction(refused.id).flags == [.concurrentTx])
    let shown = try await there.call("Authorize", #"{"idTag":"card1"}"#)
    #expect(shown["idTagInfo"]?["status"] == "ConcurrentTx")
    #expect(try await there.start(meter: 3, at: "2026-03-02T09:00:00Z", connector: 3).status == "Accepted")
    for id in [refused.id] { try await there.stop(id, meter: 12) }
    #expect(try await site.transaction(refused.id).costState == .toCheck)

    let alone = try await TestBox.connect(to: site, as: "CP03")
    try await site.addCard("CARD3")
    _ = try await alone.start(idTag: "CARD3", at: Self.now)
    #expect(try await alone.start(idTag: "CARD3", at: Self.now, connector: 2).status == "Accepted")
    await site.close()
  }

  @Test("that nobody knows is listed once per wallbox, and a hundred of them are enough")
  func unknown() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    for presented in ["04 11 22", "041122", "041122"] {
      let answer = try await box.call("Authorize", #"{"idTag":"\#(presented)"}"#)
      #expect(answer["idTagInfo"]?["status"] == "Invalid")
    }
    try await site.until("one line") { try await site.toCheck().first?.count == 3 }
    let line = try #require(try await site.toCheck().first)
    #expect(line.kind == "unknown_card" && line.details["id_tag"] == "041122")
    for number in 1...110 {
      try await box.call("Authorize", #"{"idTag":"CARD-\#(number)"}"#)
      // A write waits its turn behind the one that notes the card.
      _ = try await site.site.store.write { file in try file.settings() }
    }
    let count = try await site.site.reader.read { file in
      try file.countOpenToCheck(kind: "unknown_card", upTo: 1000)
    }
    #expect(count == 100)
    await site.close()
  }
}
