import Domain
import Formats
import Net
import Site
import Storage
import Testing

@Suite("The configuration keys of a wallbox") @NetworkLoop struct ConfigurationTests {
  private let keeper = ListKeeper()

  private func connect(_ site: TestSite, firmware: String? = nil) async throws -> TestBox {
    let box = try await TestBox.connect(to: site, boot: false)
    keeper.attach(to: box)
    let version = firmware.map { #","firmwareVersion":"\#($0)""# } ?? ""
    try await box.call(
      "BootNotification", #"{"chargePointVendor":"Test","chargePointModel":"Box"\#(version)}"#)
    return box
  }

  private func answers(_ site: TestSite) async throws -> [String] {
    try await site.site.configuration(of: "CP01").filter { $0.answer != nil }.map {
      "\($0.key)=\($0.wanted ?? "") \($0.answer ?? "")"
    }
  }

  @Test("are left alone after two refusals, and for good on this firmware, but not on the next")
  func twoRefusals() async throws {
    keeper.refusesKeys = "Rejected"
    keeper.keys["LocalAuthorizeOffline"] = ("false", false)
    let site = try await TestSite.open()
    let box = try await connect(site, firmware: "1")
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(keeper.changes == ["LocalAuthListEnabled=true", "LocalAuthorizeOffline=true"])
    #expect(
      try await answers(site) == [
        "LocalAuthListEnabled=true Rejected", "LocalAuthorizeOffline=true Rejected",
      ])
    box.hangUp()
    try await site.restart()
    _ = try await connect(site, firmware: "1")
    try await until("the third key is tried") { keeper.changes.count == 3 }
    #expect(keeper.changes.last == "LocalPreAuthorize=false")
    keeper.refusesKeys = nil
    _ = try await connect(site, firmware: "2")
    try await until("all are tried again") { keeper.changes.count == 6 }
    #expect(keeper.keys["LocalAuthListEnabled"]?.value == "true")
    await site.close()
  }

  @Test("that are read-only or unknown are not tried, and the answer tells so")
  func readOnly() async throws {
    keeper.keys["LocalAuthListEnabled"] = ("false", true)
    keeper.keys["LocalPreAuthorize"] = nil
    let site = try await TestSite.open()
    _ = try await connect(site)
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(keeper.changes == [])
    let view = try await site.site.localList(of: "CP01")
    #expect(view.keys.map(\.answer) == ["Rejected", nil, "NotSupported", nil])
    await site.close()
  }

  @Test("are set by people even where the appliance may not, and where it was refused")
  func people() async throws {
    keeper.refusesKeys = "Rejected"
    let site = try await TestSite.open()
    _ = try await connect(site)
    var change = ChargePointChange()
    change.settings = { $0.mayBeConfigured = false }
    try await site.site.updateChargePoint("CP01", change)
    try await site.site.keepLocalList(of: "CP01", true)
    #expect(keeper.changes == [])
    #expect(keeper.lists.count == 1)
    keeper.refusesKeys = nil
    _ = try await site.site.send(
      action: "ChangeConfiguration", payload: ["key": "LocalAuthListEnabled", "value": "true"], to: "CP01",
      timeoutMs: 2000, by: "test")
    #expect(keeper.changes == ["LocalAuthListEnabled=true"])
    await site.close()
  }

  @Test("are read by name, a few at once, from a wallbox that does not list them")
  func byName() async throws {
    let site = try await TestSite.open()
    let box = try await connect(site)
    let listed = try #require(box.answers["GetConfiguration"])
    var most = 0
    box.answers["GetConfiguration"] = { payload in
      guard let names = payload["key"]?.arrayValue else { return ["configurationKey": [], "unknownKey": []] }
      most = max(most, names.count)
      return listed(payload)
    }
    let keys = try await site.site.readConfiguration(of: "CP01", by: "test")
    #expect(Set(keys.map(\.key)) == Set(keeper.keys.keys))
    #expect(keys.first { $0.key == "LocalAuthListMaxLength" }?.value == "10")
    #expect(most == 6)
    keeper.keys["GetConfigurationMaxKeys"] = ("3", true)
    _ = try await site.site.readConfiguration(of: "CP01", by: "test")
    most = 0
    _ = try await site.site.readConfiguration(of: "CP01", by: "test")
    #expect(most == 3)
    await site.close()
  }

  @Test("never show the password")
  func password() async throws {
    keeper.keys["AuthorizationKey"] = ("SECRET-OF-THE-WALLBOX", false)
    let site = try await TestSite.open()
    _ = try await connect(site)
    let keys = try await site.site.readConfiguration(of: "CP01", by: "test")
    #expect(keys.contains { $0.key == "AuthorizationKey" && $0.value == nil })
    await site.close()
  }
}
