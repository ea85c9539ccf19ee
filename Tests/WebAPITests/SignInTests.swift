import Domain
import Formats
import Glibc
import Net
import Site
import Storage
import Synchronization
import Testing

@testable import WebAPI
@testable import wattkeeper

/// Counts how often a password is checked, which is what costs time.
private final class CountingWork: PasswordWork {
  private let checks = Mutex(0)
  var count: Int { checks.withLock { $0 } }

  func make(_ password: String) async -> String { "hash of " + password }

  func verify(_ password: String, against kept: String) async -> Bool {
    checks.withLock { $0 += 1 }
    return kept == "hash of " + password
  }
}

struct SignInTests {
  /// Runs a service on a unix socket in a new folder, with the account ann, and asks it.
  private func refusals(_ names: [String]) async throws -> (complaints: [Complaint], checks: Int) {
    let folder = "/tmp/wattkeeper-sign-in-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    defer { for name in ["/s", "/wattkeeper.db", ""] { remove(folder + name) } }
    let path = try DataDirectory(path: folder).databasePath
    let now: @Sendable () -> Instant = { Instant(millisecondsSince1970: 1_800_000_000_000) }
    let store = try Store(path: path, now: now)
    let reader = try StoreReader(path: path)
    try await store.write { connection in
      _ = try connection.insertAccount(
        id: "A1", name: "ann", role: .owner, password: "hash of right", at: now())
    }
    let site = try await ChargingSite.open(
      store: store, reader: reader, cards: try StoreReader(path: path), limits: Limits(), now: now,
      zone: { _ in .utc }, log: { _ in })
    let work = CountingWork()
    let (web, server) = try await Self.serve(site, work, at: folder + "/s", now: now)
    var complaints: [Complaint] = []
    for name in names {
      do throws(Complaint) {
        _ = try ControlClient(path: folder + "/s").post(
          "/api/v1/sign-in", ["name": .string(name), "password": "wrong"])
      } catch {
        complaints.append(error)
      }
    }
    await web.close()
    await server.close(graceMilliseconds: 100)
    await reader.close()
    await store.close()
    return (complaints, work.count)
  }

  @NetworkLoop
  private static func serve(
    _ site: ChargingSite, _ work: CountingWork, at path: String, now: @escaping @Sendable () -> Instant
  ) throws -> (WebApplication, HTTPServer) {
    let web = WebApplication(
      site: site,
      settings: WebApplication.WebSettings(
        webFolder: "/nowhere", publicURL: nil, version: "test",
        claimCodeFile: ClaimCodeFile(path: path + "x"),
        hasTestClock: false, realNow: now, addresses: { [] }, hosts: { [] },
        hostName: "", log: { _ in }),
      passwords: work)
    let server = HTTPServer(limits: Limits(), application: web)
    try server.listen(unixPath: path)
    return (web, server)
  }

  @Test("an unknown name gets the answer of a wrong password, after the same work")
  func unknownName() async throws {
    let (complaints, checks) = try await refusals(["ann", "nobody"])
    #expect(complaints.count == 2)
    #expect(complaints.first == complaints.last)
    #expect(checks == 2)
  }

  @Test("a phone's card is found under any label, and stays blocked")
  func phoneCard() async throws {
    let folder = "/tmp/wattkeeper-phone-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    defer { for name in ["/wattkeeper.db", ""] { remove(folder + name) } }
    let now = Instant(millisecondsSince1970: 1_800_000_000_000)
    let store = try Store(path: try DataDirectory(path: folder).databasePath) { now }
    let (kept, found) = try await store.write { connection -> (IdTag, IdTag?) in
      let tenant = try connection.insertTenant(id: "t1", name: "Ann", at: now)
      var idTag = try PhoneTag.add(to: tenant, in: connection, at: now)
      idTag.label = "Ann's phone"
      idTag.status = .blocked
      try connection.updateIdTag(idTag, at: now)
      return (idTag, try PhoneTag.find(of: tenant, in: connection))
    }
    #expect(found == kept && found?.status == .blocked)
    await store.close()
  }

  @Test("a socket that is not there, or that nobody listens on, is deserted")
  func deserted() throws {
    #expect(try ControlClient(path: "/tmp/wattkeeper-no-such-socket").isDeserted())
  }

  @Test("the sixth guess is not even checked")
  func throttled() async throws {
    let (complaints, checks) = try await refusals(Array(repeating: "ann", count: 6))
    #expect(checks == 5)
    #expect(complaints.last?.what == "Too many tries")
  }
}
