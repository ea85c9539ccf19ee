import Domain
import Net
import Site
import Storage
import Testing

@Suite("Handshakes of many strangers") @NetworkLoop struct FloodTests {
  private func status(_ site: TestSite, _ id: String) async -> Int? {
    let error = await #expect(throws: ConnectError.self) {
      try await TestBox.connect(to: site, as: id, boot: false)
    }
    return error?.status
  }

  @Test("from one address are refused after a while, with one line to check; a known wallbox gets in")
  func guesses() async throws {
    let site = try await TestSite.open()
    let most = Limits().handshakeFailuresPerAddress
    let secret = Array("the right password".utf8)
    try await site.site.createChargePoint(id: "LOCKED", name: nil, password: secret, state: .accepted)
    try await site.site.createChargePoint(id: "KNOWN", name: nil, password: nil, state: .accepted)
    for _ in 0..<most { #expect(await status(site, "LOCKED") == 401) }
    for _ in 0..<20 { #expect(await status(site, "LOCKED") == 429) }
    _ = try await TestBox.connect(to: site, as: "KNOWN")
    let lines = try await site.toCheck().filter { $0.kind == ToCheckItem.Kind.handshakeRefused }
    #expect(lines.count == 2 && Set(lines.map(\.chargePointID)) == ["LOCKED", nil])

    site.clock.advance(seconds: Int64(Limits().handshakeFailureSeconds))
    #expect(await status(site, "LOCKED") == 401)
    await site.close()
  }

  @Test("under ever new ids count as well where a person is asked, and not where all are taken in")
  func strangers() async throws {
    let most = Limits().handshakeFailuresPerAddress
    let asking = try await TestSite.open(accepting: false)
    var refused: [Int: Int] = [:]
    for number in 0..<(most + 10) {
      do throws(ConnectError) {
        _ = try await connect(asking, "STRANGER\(number)")
      } catch {
        refused[error.status ?? 0, default: 0] += 1
      }
    }
    #expect(refused == [503: most - Limits().pendingChargePoints, 429: 10])
    _ = try await TestBox.connect(to: asking, as: "STRANGER1", boot: false)
    await asking.close()

    let accepting = try await TestSite.open()
    for number in 0..<(most * 2) { _ = try await connect(accepting, "STRANGER\(number)") }
    await accepting.close()
  }

  private func connect(_ site: TestSite, _ id: String) async throws(ConnectError) -> TestBox {
    do {
      return try await TestBox.connect(to: site, as: id, boot: false)
    } catch let error as ConnectError {
      throw error
    } catch {
      throw ConnectError(reason: "\(error)")
    }
  }
}
