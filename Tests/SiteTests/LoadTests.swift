import Domain
import Formats
import LoadManagement
import Net
import Site
import Storage
import Testing

@Suite("A site with a limit") @NetworkLoop struct LoadTests {
  private func limit(_ site: TestSite, _ amps: String) async throws {
    _ = try await site.site.change(settings: [.siteLimitA: amps], by: "test")
  }

  @Test("raises a wallbox only after another has confirmed that it takes less")
  func decreaseFirst() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let a = try await LoadBox.connect(to: site, as: "A")
    let b = try await LoadBox.connect(to: site, as: "B")
    _ = try await a.charge()
    try await limit(site, "32")
    try await b.serve { b.amps == 0 }
    try await a.serve { a.amps == 32 }
    _ = try await b.charge()
    // B gets nothing while A has not confirmed.
    var asked = 0
    a.answer = { _ in
      asked += 1
      return asked == 1 ? "Rejected" : "Accepted"
    }
    try await a.serve { asked == 1 }
    #expect(b.amps == 0)
    // It is told again after a minute; when the refusal arrives nobody here can see.
    let clock = site.clock
    let time = Task {
      while !Task.isCancelled {
        clock.advance(seconds: 1)
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    try await a.serve { a.amps == 16 }
    try await b.serve { b.amps == 16 }
    time.cancel()
    await site.close()
  }

  @Test("sends nothing while no limit is set, and takes its profiles away when the limit goes")
  func noLimit() async throws {
    let site = try await TestSite.open()
    let box = try await LoadBox.connect(to: site, as: "A")
    try await limit(site, "16")
    try await box.serve { box.amps != nil }
    #expect(box.told.count == 1)
    try await limit(site, "")
    try await box.serve { box.cleared == 1 }
    #expect(site.site.loadView.connectors.map(\.state) == [.unmanaged])
    await site.close()
  }

  @Test("tries each form once, and remembers over a restart that a wallbox takes none")
  func forms() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await LoadBox.connect(to: site, as: "A")
    _ = try await box.charge()
    box.answer = { _ in "NotSupported" }
    try await limit(site, "40")
    try await box.serve { box.told.count == 6 }
    while try await site.toCheck().isEmpty { await Task.yield() }
    #expect(try await site.toCheck().map(\.kind) == ["limit_unsupported"])
    try await site.restart()
    let forms = try await site.site.reader.read { file in try file.profileForms() }
    #expect(forms.map(\.form) == [nil])
    let again = try await LoadBox.connect(to: site, as: "A")
    let other = try await LoadBox.connect(to: site, as: "B")
    _ = try await other.charge()
    try await other.serve { other.amps == 8 }
    #expect(again.told.isEmpty)
    await site.close()
  }

  @Test("finds a wallbox that draws more than it was told, by the phase that carries most")
  func disobeying() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await LoadBox.connect(to: site, as: "A")
    _ = try await box.charge()
    try await limit(site, "16")
    try await box.serve { box.amps == 16 }
    // When its answer arrives nobody here can see; it gets time to follow.
    repeat {
      site.clock.advance(seconds: 61)
      try await box.draw("22.1", at: InstantFormat.string(site.clock.now))
    } while try await site.toCheck().isEmpty
    let line = try #require(try await site.toCheck().first)
    #expect(line.kind == "limit_ignored" && line.details["measured_a"] == "22")
    await site.close()
  }

  @Test("knows after a restart what wallboxes were told, and that a circuit is gone with its wiring")
  func restart() async throws {
    let site = try await TestSite.open()
    _ = try await LoadBox.connect(to: site, as: "A")
    let group = try await site.site.addLoadGroup(name: "Garage", limitA: 20)
    var change = WiringChange()
    change.group = .some(group.id)
    change.maxA = 16
    try await site.site.changeWiring("A", 1, change)
    try await site.restart()
    var view = try #require(site.site.loadView.connectors.first)
    #expect(view.groupID == group.id && view.maxA == 16 && view.phases == 3)
    try await site.site.deleteLoadGroup(group.id)
    try await site.restart()
    view = try #require(site.site.loadView.connectors.first)
    #expect(view.groupID == nil && view.maxA == 16)
    await site.close()
  }

  @Test("refuses a limit that leaves too little for wallboxes that must not be paused")
  func solid() async throws {
    let site = try await TestSite.open()
    for id in ["A", "B"] {
      _ = try await LoadBox.connect(to: site, as: id)
      var change = ChargePointChange()
      change.settings = { $0.mayBePaused = false }
      try await site.site.updateChargePoint(id, change)
    }
    await #expect(throws: SiteError.self) { try await limit(site, "11") }
    try await limit(site, "12")
    await site.close()
  }
}
