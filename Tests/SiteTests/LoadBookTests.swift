import Domain
import Formats
import Net
import Site
import Storage
import Testing

@Suite("What a site knows of profiles") @NetworkLoop struct LoadBookTests {
  private let at = "2026-03-02T10:00:00Z"

  private func limit(_ site: TestSite, _ amps: String) async throws {
    _ = try await site.site.change(settings: [.siteLimitA: amps], by: "test")
  }

  private func connect(
    to site: TestSite, as id: String = "A", _ takes: @escaping (JSONValue) -> Bool = { _ in true }
  ) async throws -> TestBox {
    let box = try await TestBox.connect(to: site, as: id)
    box.answers["SetChargingProfile"] = { ["status": takes($0) ? "Accepted" : "Rejected"] }
    box.answers["ClearChargingProfile"] = { _ in ["status": "Accepted"] }
    return box
  }

  private func profiles(_ box: TestBox) -> [JSONValue] {
    box.asked.filter { $0.action == "SetChargingProfile" }.map(\.payload)
  }

  @Test("is sent only after a wallbox has introduced itself, however much goes on around it")
  func greeting() async throws {
    let site = try await TestSite.open()
    let first = try await connect(to: site)
    try await first.status("Available", at: at)
    first.hangUp()
    try await site.until("gone") { site.site.board.chargePoint(id: "A")?.isOnline == false }
    try await limit(site, "20")
    let box = try await TestBox.connect(to: site, as: "A", boot: false)
    box.answers["SetChargingProfile"] = { _ in ["status": "Accepted"] }
    for amps in 21...30 {
      try await limit(site, String(amps))
      try await Task.sleep(for: .milliseconds(40))
    }
    #expect(box.asked.isEmpty)
    _ = try await box.call("BootNotification", #"{"chargePointVendor":"Test","chargePointModel":"Box"}"#)
    try await site.until("told") { box.asked.count == 1 }
    await site.close()
  }

  @Test("includes the form for a whole wallbox whose connector is heard of late")
  func late() async throws {
    let site = try await TestSite.open()
    let other = try await connect(to: site, as: "OTHER")
    try await other.status("Available", at: at)
    try await limit(site, "40")
    let box = try await connect(to: site) { $0["connectorId"] == .number("0") }
    try await limit(site, "41")
    try await Task.sleep(for: .milliseconds(100))
    try await box.status("Available", at: at)
    try await site.until("told as a whole") { profiles(box).last?["connectorId"] == .number("0") }
    await site.close()
  }

  @Test("is set anew when a person has set or cleared profiles by hand")
  func byHand() async throws {
    let site = try await TestSite.open()
    let box = try await connect(to: site)
    try await box.status("Available", at: at)
    try await limit(site, "20")
    try await site.until("told") { profiles(box).count == 1 }
    _ = try await site.site.send(
      action: "ClearChargingProfile", payload: [:], to: "A", timeoutMs: nil, by: "test")
    try await site.until("told again") { profiles(box).count == 2 }
    _ = try await site.site.send(
      action: "SetChargingProfile", payload: profiles(box)[0], to: "A", timeoutMs: nil, by: "test")
    try await site.until("told once more") { profiles(box).count == 4 }
    await site.close()
  }

  @Test("waits behind what a person asks of a wallbox")
  func behindPeople() async throws {
    var limits = Limits()
    limits.callTimeoutMs = 3_000
    let site = try await TestSite.open(limits: limits)
    let box = try await TestBox.connect(to: site, as: "A")
    box.answers["SetChargingProfile"] = { _ in nil }
    box.answers["ClearCache"] = { _ in ["status": "Accepted"] }
    for connector in 1...3 { try await box.status("Available", at: at, connector: connector) }
    try await limit(site, "20")
    try await site.until("told") { box.asked.count == 1 }
    _ = try await site.site.send(action: "ClearCache", payload: [:], to: "A", timeoutMs: nil, by: "test")
    #expect(box.asked.prefix(2).map(\.action) == ["SetChargingProfile", "ClearCache"])
    await site.close()
  }

  @Test("ends with the charge it was for, however soon the next one begins")
  func nextCharge() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await connect(to: site) {
      $0["csChargingProfiles"]?["chargingProfilePurpose"] == .string("TxProfile")
    }
    try await box.status("Preparing", at: at)
    let one = try await box.start(at: at)
    try await limit(site, "20")
    func isTold(_ id: Int64) -> Bool {
      profiles(box).contains { $0["csChargingProfiles"]?["transactionId"]?.integerValue == id }
    }
    try await site.until("told") { isTold(one.id) }
    try await Task.sleep(for: .milliseconds(100))
    box.send(
      "StopTransaction",
      #"{"transactionId":\#(one.id),"meterStop":1000,"timestamp":"2026-03-02T10:00:00Z"}"#)
    box.send(
      "StartTransaction",
      #"{"connectorId":1,"idTag":"CARD1","meterStart":1000,"timestamp":"2026-03-02T10:00:01Z"}"#)
    _ = await box.next()
    let answer = try #require(await box.next()?.arrayValue)
    let two = try #require(answer[2]["transactionId"]?.integerValue)
    try await site.until("told again") { isTold(two) }
    await site.close()
  }

  @Test("is told again when a connector has other phases than was thought")
  func phases() async throws {
    let site = try await TestSite.open()
    let box = try await connect(to: site) {
      $0["csChargingProfiles"]?["chargingSchedule"]?["chargingRateUnit"] == .string("W")
    }
    try await box.status("Available", at: at)
    try await limit(site, "20")
    try await site.until("told") { profiles(box).count == 2 }
    try await Task.sleep(for: .milliseconds(100))
    var change = WiringChange()
    change.phases = 1
    try await site.site.changeWiring("A", 1, change)
    try await site.until("told again") { profiles(box).count == 3 }
    await site.close()
  }

  @Test("does not pass to another wallbox that comes under the same id")
  func sameID() async throws {
    let site = try await TestSite.open()
    let box = try await connect(to: site)
    try await box.status("Available", at: at)
    var change = WiringChange()
    change.maxA = 16
    try await site.site.changeWiring("A", 1, change)
    try await site.site.archiveChargePoint("A")
    let other = try await connect(to: site)
    try await other.status("Available", at: at)
    #expect(site.site.loadView.connectors.map(\.maxA) == [32])
    await site.close()
  }

  @Test("refuses to accept a wallbox that must not be paused where nothing is left for it")
  func accepting() async throws {
    let site = try await TestSite.open(accepting: false)
    for id in ["A", "B"] {
      try await site.site.createChargePoint(id: id, name: nil, password: nil, state: .pending)
      let box = try await TestBox.connect(to: site, as: id)
      try await box.status("Available", at: at)
      var change = ChargePointChange()
      change.settings = { $0.mayBePaused = false }
      try await site.site.updateChargePoint(id, change)
    }
    try await limit(site, "11")
    var change = ChargePointChange()
    change.state = .accepted
    try await site.site.updateChargePoint("A", change)
    await #expect(throws: SiteError.self) { try await site.site.updateChargePoint("B", change) }
    change.settings = { $0.mayBePaused = true }
    try await site.site.updateChargePoint("B", change)
    await site.close()
  }
}
