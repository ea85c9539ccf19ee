import Billing
import Domain
import Formats
import Glibc
import Net
import Site
import Storage
import Synchronization
import Testing

/// A site on a real file and a real socket, with a clock that the test moves.
@NetworkLoop final class TestSite: HTTPApplication {
  let directory: String
  let clock: TestClock
  private let limits: Limits
  private(set) var site: ChargingSite
  private var server: HTTPServer?
  private(set) var port = 0

  /// - Parameter accepting: whether unknown wallboxes are taken in at once.
  static func open(accepting: Bool = true, limits: Limits = Limits()) async throws -> TestSite {
    let directory = "/tmp/wattkeeper-site-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    mkdir(directory, 0o700)
    let clock = TestClock()
    let site = try await Self.charging(directory, clock, limits)
    let made = TestSite(directory: directory, clock: clock, site: site, limits: limits)
    try await made.listen()
    if accepting {
      _ = try await made.site.change(settings: [.acceptNewChargePoints: "accept"], by: "test")
    }
    return made
  }

  private init(directory: String, clock: TestClock, site: ChargingSite, limits: Limits) {
    self.directory = directory
    self.clock = clock
    self.site = site
    self.limits = limits
  }

  private nonisolated static let zones = [
    "UTC": TimeZoneRules.utc, "Test/East": TimeZoneRules(offsetSeconds: 7200),
    "Test/West": TimeZoneRules(offsetSeconds: -18_000),
  ]

  private static func charging(
    _ directory: String, _ clock: TestClock, _ limits: Limits
  ) async throws -> ChargingSite {
    let path = directory + "/wattkeeper.db"
    let store = try Store(path: path, now: { clock.now })
    return try await ChargingSite.open(
      store: store, reader: try StoreReader(path: path), cards: try StoreReader(path: path), limits: limits,
      now: { clock.now },
      zone: { zones[$0] }, log: { _ in })
  }

  private func listen() async throws {
    let server = HTTPServer(limits: Limits(), application: self)
    port = try server.listen(host: "127.0.0.1", port: 0).port
    self.server = server
  }

  /// Ends everything and starts again from the file.
  func restart() async throws {
    await server?.close(graceMilliseconds: 100)
    await site.close()
    await site.store.close()
    site = try await Self.charging(directory, clock, limits)
    try await listen()
  }

  func close() async {
    await server?.close(graceMilliseconds: 100)
    await site.close()
    await site.store.close()
    for name in ["wattkeeper.db", "wattkeeper.db-wal", "wattkeeper.db-shm"] { unlink(directory + "/" + name) }
    rmdir(directory)
  }

  func respond(to request: HTTPRequest, through exchange: HTTPExchange) { site.admit(exchange) }
  func refused(_ problem: HTTPProblem) { site.noteRefused(problem) }

  // MARK: What a manager does

  func addCard(_ idTag: String, _ status: IdTagStatus = .accepted) async throws {
    let at = clock.now
    _ = try await site.store.write { file in
      try file.insertIdTag(idTag, label: "Card", tenantKey: nil, status: status, expiresAt: nil, at: at)
    }
  }

  /// 0.40 EUR/kWh net, 19 % VAT, or any other components.
  @discardableResult
  func setPrice(
    _ components: String = #"{"type":"ENERGY","price":"0.40","step_size":1,"vat":"19"}"#, from: Instant? = nil
  ) async throws -> TariffVersion {
    let json = #"{"currency":"EUR","elements":[{"price_components":[\#(components)]}]}"#
    return try await site.addTariff(
      name: "House", validFrom: from ?? Instant(millisecondsSince1970: 0),
      tariff: try Tariff.parse(JSONValue.parse(json)), by: "test")
  }

  func transaction(_ id: Int64) async throws -> Transaction {
    try #require(try await site.reader.read { file in try file.transaction(id: id) })
  }

  /// Asks until it is so; the site goes round once a second.
  func until(
    _ what: String, _ condition: @NetworkLoop () async throws -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    for _ in 1...400 {
      if try await condition() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("not within 8 s: \(what)", sourceLocation: sourceLocation)
  }

  func toCheck() async throws -> [ToCheckItem] {
    try await site.reader.read { file in try file.toCheckItems(after: nil, limit: 100).items }
  }
}

/// Starts at 2026-03-02T10:00:00Z and stands still until it is moved.
final class TestClock: Sendable {
  private let instant = Mutex(Instant(millisecondsSince1970: 1_772_445_600_000))
  var now: Instant { instant.withLock { $0 } }
  func advance(seconds: Int64) {
    instant.withLock { $0 = $0.advanced(byMilliseconds: seconds * 1000) }
  }
}
