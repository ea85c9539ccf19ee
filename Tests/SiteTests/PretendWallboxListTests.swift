import Domain
import Net
import OCPP
import Site
import Storage
import Testing

@testable import Simulator

@Suite("A pretend wallbox with a list of cards") @NetworkLoop struct PretendWallboxListTests {
  @Test("lets the cards of the site charge while it is away, and no others")
  func away() async throws {
    let site = try await TestSite.open()
    for number in 1...120 { try await site.addCard("CARD\(number)") }
    try await site.addCard("STOLEN", .blocked)
    let clock = site.clock
    let wallbox = PretendChargePoint(
      identity: WallboxIdentity(id: "CP01", vendor: "Elbwerk", model: "Garage 11", firmwareVersion: "2"),
      url: "ws://127.0.0.1:\(site.port)/ocpp/CP01", timing: WallboxTiming(),
      time: SiteTime(now: { clock.now }, rate: { 1 }), transactionIDs: TransactionIDs())
    wallbox.powerOn()
    try await until("it has booted") { site.site.board.chargePoint(id: "CP01")?.record.vendor != nil }
    try await site.site.keepLocalList(of: "CP01", true)
    try await until("it has the list") { try await site.site.localList(of: "CP01").state == .current }
    let view = try await site.site.localList(of: "CP01")
    #expect(view.kept?.entries == 121)
    #expect(view.kept?.version == 2)
    #expect(view.mostEntries == 400)
    wallbox.networkLost()
    #expect(wallbox.offlineVerdict(on: "card77").status == .accepted)
    #expect(wallbox.offlineVerdict(on: "CARD121").status == .invalid)
    #expect(wallbox.offlineVerdict(on: "STOLEN").status == .blocked)
    wallbox.networkBack()
    try await until("it is back") { site.site.board.chargePoint(id: "CP01")?.isOnline == true }
    try await site.site.keepLocalList(of: "CP01", false)
    try await until("it is empty") { wallbox.offlineVerdict(on: "CARD77").status == .invalid }
    wallbox.powerOff()
    await site.close()
  }
}
