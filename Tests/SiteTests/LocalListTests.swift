import Domain
import Formats
import Net
import Site
import Storage
import Testing

@Suite("A list of cards in a wallbox") @NetworkLoop struct LocalListTests {
  private let keeper = ListKeeper()

  private func connect(_ site: TestSite) async throws -> TestBox {
    let box = try await TestBox.connect(to: site)
    keeper.attach(to: box)
    return box
  }

  private func view(_ site: TestSite) async throws -> LocalListView {
    try await site.site.localList(of: "CP01")
  }

  @Test("is sent in pieces that the wallbox takes, with its keys, and asked for after")
  func sent() async throws {
    let site = try await TestSite.open()
    for number in 1...5 { try await site.addCard("CARD\(number)", number == 5 ? .blocked : .accepted) }
    let box = try await connect(site)
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(keeper.types == ["Full", "Differential", "Differential"])
    #expect(keeper.versions == [1, 2, 3])
    #expect(keeper.cards.count == 5)
    #expect(keeper.cards["CARD1"] == "Accepted")
    #expect(keeper.cards["CARD5"] == "Blocked")
    #expect(keeper.changes == ["LocalAuthListEnabled=true", "LocalPreAuthorize=false"])
    #expect(box.asked.last?.action == "GetLocalListVersion")
    let view = try await view(site)
    #expect(view.state == .current)
    #expect(view.kept?.version == 3)
    #expect(view.kept?.entries == 5)
    #expect(view.mostEntries == 10)
    #expect(
      view.keys.map { "\($0.key) \($0.wanted) \($0.value ?? "-") \($0.answer ?? "-")" } == [
        "LocalAuthListEnabled true true Accepted", "LocalAuthorizeOffline true True -",
        "LocalPreAuthorize false false Accepted", "AllowOfflineTxForUnknownId false false -",
      ])
    await site.close()
  }

  @Test("is not sent again to a wallbox that comes back with it, and is to one that does not")
  func verified() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await connect(site)
    try await site.site.keepLocalList(of: "CP01", true)
    box.hangUp()
    let again = try await connect(site)
    try await until("it is asked for its version") { again.asked.last?.action == "GetLocalListVersion" }
    #expect(keeper.versions == [1])
    again.hangUp()
    keeper.version = 700
    _ = try await connect(site)
    try await until("the list is sent again") { keeper.lists.count == 2 }
    #expect(keeper.versions == [1, 701])
    #expect(keeper.types == ["Full", "Full"])
    await site.close()
  }

  @Test("holds a card as this wallbox spells it")
  func spelling() async throws {
    let site = try await TestSite.open()
    try await site.addCard("04:A1:B2:C3")
    try await site.addCard("11223344")
    let box = try await connect(site)
    let (id, _) = try await box.start(idTag: "04a1b2c3")
    try await box.stop(id, idTag: "04a1b2c3")
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(keeper.cards.keys.sorted() == ["04a1b2c3", "11223344"])
    await site.close()
  }

  @Test("has the accepted cards that were used last when there are too many, and names the others")
  func tooMany() async throws {
    keeper.keys["LocalAuthListMaxLength"] = ("2", true)
    let site = try await TestSite.open()
    try await site.addCard("BLOCKED", .blocked)
    for card in ["CARD1", "CARD2", "CARD3", "CARD-OF-MORE-THAN-20-CHARACTERS"] {
      try await site.addCard(card)
    }
    let box = try await connect(site)
    for (card, start) in [("CARD3", "09:00"), ("CARD2", "09:10")] {
      let (id, _) = try await box.start(idTag: card, at: "2026-03-02T\(start):00Z")
      try await box.stop(id, at: "2026-03-02T\(start):30Z", idTag: card)
    }
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(keeper.cards.keys.sorted() == ["CARD2", "CARD3"])
    let left = try await view(site).leftOut.map { "\($0.idTag) \($0.reason.rawValue)" }
    #expect(
      left == ["CARD-OF-MORE-THAN-20-CHARACTERS too_long", "CARD1 no_room", "BLOCKED no_room"])
    await site.close()
  }

  @Test("goes out again in a moment when a card is blocked, and not when nothing changed")
  func blocked() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.addCard("CARD2")
    let box = try await connect(site)
    let (id, _) = try await box.start(idTag: "CARD1")
    try await box.stop(id, idTag: "CARD1")
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(keeper.cards.count == 2)
    let now = site.clock.now
    try await site.site.store.write { file in
      for number in ["CARD1", "CARD2"] {
        var card = try #require(try file.idTag(canonical: number))
        card.status = .blocked
        try file.updateIdTag(card, at: now)
      }
    }
    site.site.cardsChanged()
    #expect(try await view(site).state == .waiting)
    // Also the one that never charged there: a wallbox may take in cards that it does not know.
    try await until("the cards are blocked in the wallbox") {
      keeper.cards == ["CARD1": "Blocked", "CARD2": "Blocked"]
    }
    #expect(keeper.versions == [1, 2])
    try await until("the list is known to be there") { try await view(site).state == .current }
    await site.close()
  }

  @Test(
    "that is refused is tried once more in full, and then only when a person wants it",
    arguments: ["Failed", "VersionMismatch", "NotSupported"])
  func refused(_ status: String) async throws {
    keeper.refusesLists = status
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await connect(site)
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(keeper.types == ["Full", "Full"])
    #expect(keeper.versions == [1, 2])
    #expect(try await view(site).state == .refused)
    #expect(try await view(site).kept?.detail == "SendLocalList (Full): \(status)")
    box.hangUp()
    let again = try await connect(site)
    site.site.cardsChanged()
    try await again.call("Heartbeat", "{}")
    try await Task.sleep(for: .seconds(4))
    #expect(keeper.lists.count == 2)
    keeper.refusesLists = nil
    try await site.site.sendLocalList(to: "CP01")
    #expect(keeper.versions == [1, 2, 3])
    #expect(try await view(site).state == .current)
    await site.close()
  }

  @Test("that a wallbox with other firmware refused is tried with the new one")
  func newFirmware() async throws {
    keeper.refusesLists = "Failed"
    let site = try await TestSite.open()
    let box = try await connect(site)
    try await site.site.keepLocalList(of: "CP01", true)
    box.hangUp()
    keeper.refusesLists = nil
    try await site.restart()
    let again = try await TestBox.connect(to: site, boot: false)
    keeper.attach(to: again)
    try await again.call(
      "BootNotification", #"{"chargePointVendor":"Test","chargePointModel":"Box","firmwareVersion":"2"}"#)
    try await until("the list is sent") { keeper.versions == [1, 2, 3] }
    await site.close()
  }

  @Test("is emptied and disabled when it is switched off, also of a wallbox that is away meanwhile")
  func switchedOff() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await connect(site)
    try await site.site.keepLocalList(of: "CP01", true)
    try await site.site.keepLocalList(of: "CP01", false)
    #expect(keeper.cards.isEmpty)
    #expect(keeper.changes.last == "LocalAuthListEnabled=false")
    #expect(try await view(site).state == .off)
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(keeper.cards.count == 1)
    box.hangUp()
    try await until("it is gone") { site.site.board.chargePoint(id: "CP01")?.isOnline == false }
    try await site.site.keepLocalList(of: "CP01", false)
    #expect(try await view(site).state == .waiting)
    try await site.restart()
    _ = try await connect(site)
    try await until("it is emptied") { keeper.cards.isEmpty }
    try await until("it is off") { try await view(site).state == .off }
    #expect(keeper.changes.last == "LocalAuthListEnabled=false")
    await site.close()
  }

  @Test("that a wallbox never answers is tried once more, and again after its next connect")
  func silent() async throws {
    var limits = Limits()
    limits.callTimeoutMs = 200
    keeper.refusesLists = ""
    let site = try await TestSite.open(limits: limits)
    _ = try await connect(site)
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(keeper.versions == [1, 2])
    #expect(try await view(site).state == .refused)
    #expect(try await view(site).kept?.detail == "SendLocalList (Full): no answer")
    keeper.refusesLists = nil
    try await site.restart()
    _ = try await connect(site)
    try await until("the list is sent") { try await view(site).state == .current }
    #expect(keeper.versions == [1, 2, 3])
    await site.close()
  }

  @Test("of a wallbox that hangs up when it gets one waits longer from try to try")
  func patience() async throws {
    let site = try await TestSite.open()
    let box = try await connect(site)
    box.answers["SendLocalList"] = { _ in
      box.hangUp()
      return nil
    }
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(try await view(site).state == .waiting)
    let again = try await connect(site)
    try await Task.sleep(for: .seconds(4))
    #expect(again.asked.isEmpty)
    await site.close()
  }
}
