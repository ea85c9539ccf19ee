import Formats
import Net
import Testing

@Suite("A wallbox that comes back without a word") @NetworkLoop struct SilentWallboxTests {
  /// A wallbox with two connectors that has booted before; the site was restarted since.
  private func known() async throws -> TestSite {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    try await box.status("Available", at: "2026-03-02T09:00:00Z")
    try await box.call(
      "StatusNotification", #"{"connectorId":2,"errorCode":"NoError","status":"Charging"}"#)
    try await site.restart()
    return site
  }

  private func answering(_ box: TestBox, _ status: String) {
    box.answers["TriggerMessage"] = { _ in ["status": .string(status)] }
  }

  private func asked(_ box: TestBox) -> [String] {
    box.asked.map { call in
      "\(call.payload["requestedMessage"]?.stringValue ?? "") \(call.payload["connectorId"]?.integerValue ?? 0)"
    }
  }

  @Test("is asked for the status of each connector, once")
  func asked() async throws {
    let site = try await known()
    let box = try await TestBox.connect(to: site, boot: false)
    answering(box, "Accepted")
    try await until("both connectors are asked for") { box.asked.count == 2 }
    #expect(asked(box) == ["StatusNotification 1", "StatusNotification 2"])
    await site.close()
  }

  @Test("is not asked again once its firmware has refused to tell")
  func refused() async throws {
    let site = try await known()
    let box = try await TestBox.connect(to: site, boot: false)
    answering(box, "NotImplemented")
    try await until("it is asked") { box.asked.count == 1 }
    let again = try await TestBox.connect(to: site, boot: false)
    answering(again, "Accepted")
    let witness = try await TestBox.connect(to: site, as: "CP02", boot: false)
    answering(witness, "Accepted")
    try await until("one that came later is asked") { !witness.asked.isEmpty }
    #expect(asked(again) == [])
    await site.close()
  }

  @Test("is not asked if it boots or tells its status by itself")
  func speaking() async throws {
    let site = try await known()
    let box = try await TestBox.connect(to: site, boot: false)
    answering(box, "Accepted")
    try await box.status("Available", at: "2026-03-02T10:00:00Z")
    let booting = try await TestBox.connect(to: site, as: "CP02")
    answering(booting, "Accepted")
    let witness = try await TestBox.connect(to: site, as: "CP03", boot: false)
    answering(witness, "Accepted")
    try await until("one that came later is asked") { !witness.asked.isEmpty }
    #expect(asked(box) == [])
    #expect(asked(booting) == [])
    await site.close()
  }

  @Test("is asked to boot first if nobody knows what it is, and for all its connectors after")
  func unknown() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site, boot: false)
    answering(box, "Accepted")
    try await until("it is asked twice") { box.asked.count == 2 }
    #expect(asked(box) == ["BootNotification 0", "StatusNotification 0"])
    await site.close()
  }
}
