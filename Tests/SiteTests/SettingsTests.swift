import Domain
import Net
import Site
import Testing

@Suite("Settings") @NetworkLoop struct SettingsTests {
  @Test("change all together or not at all, and a refusal names the setting")
  func allOrNone() async throws {
    let site = try await TestSite.open()
    let error = await #expect(throws: SiteError.self) {
      _ = try await site.site.change(settings: [.siteName: "House", .currency: "XXX"], by: "test")
    }
    guard case .invalid(let path, _)? = error else {
      Issue.record("refused with \(String(describing: error))")
      return
    }
    #expect(path == "currency")
    #expect(site.site.settings.siteName == "")
    await site.close()
  }

  @Test("are there after a restart")
  func kept() async throws {
    let site = try await TestSite.open()
    _ = try await site.site.change(settings: [.siteName: "House", .vatPercent: "8.1"], by: "test")
    try await site.restart()
    #expect(site.site.settings.siteName == "House")
    #expect(site.site.settings[.vatPercent] == "8.1")
    await site.close()
  }

  @Test("hold the currency once a charge was billed in it")
  func currencyStands() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    _ = try await site.site.change(settings: [.currency: "CHF"], by: "test")
    _ = try await site.site.change(settings: [.currency: "EUR"], by: "test")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.stop(id)
    await #expect(throws: SiteError.self) {
      _ = try await site.site.change(settings: [.currency: "CHF"], by: "test")
    }
    #expect(site.site.settings.currency.code == "EUR")
    await site.close()
  }

  @Test(
    "take a VAT rate as a decimal from 0 to 100",
    arguments: [
      ("19", true), ("8.1", true), ("100", true), ("", true), ("100.1", false), ("-1", false), ("a", false),
      ("1.", false),
    ])
  func vat(_ text: String, isGood: Bool) async throws {
    let site = try await TestSite.open()
    do {
      _ = try await site.site.change(settings: [.vatPercent: text], by: "test")
      #expect(isGood)
    } catch {
      #expect(!isGood)
    }
    await site.close()
  }
}
