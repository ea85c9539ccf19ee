import Billing
import Crypto
import Domain
import Formats
import Net
import Site
import Storage
import Testing

@Suite("A wallbox's connection") @NetworkLoop struct LinkTests {
  @Test("answers calls that are sent at once in their order")
  func order() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    box.send("Authorize", #"{"idTag":"X"}"#, id: "a")
    box.send("DataTransfer", #"{"vendorId":"V"}"#, id: "b")
    box.send("Heartbeat", "{}", id: "c")
    for id in ["a", "b", "c"] { #expect(await box.next()?.arrayValue?[1] == .string(id)) }
    await site.close()
  }

  @Test("passes answers to our calls while its own calls wait")
  func crossing() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    let operation = Task { @NetworkLoop in
      try await site.site.send(
        action: "ClearCache", payload: [:], to: "CP01", timeoutMs: 5000, by: "test")
    }
    let request = try #require(await box.next()?.arrayValue)
    #expect(request[2] == .string("ClearCache"))
    box.send("DataTransfer", #"{"vendorId":"V"}"#)
    box.sendText(#"[3,"\#(request[1].stringValue ?? "")",{"status":"Accepted"}]"#)
    guard case .answered(let payload) = try await operation.value else {
      Issue.record("the operation was not answered")
      return
    }
    #expect(payload["status"] == "Accepted")
    await site.close()
  }

  @Test("of the newest dial counts; the older one is closed and cannot take it offline")
  func newestCounts() async throws {
    let site = try await TestSite.open()
    let old = try await TestBox.connect(to: site)
    let new = try await TestBox.connect(to: site)
    #expect(await old.next() == nil)
    try await new.call("Heartbeat", "{}")
    #expect(site.site.board.chargePoint(id: "CP01")?.isOnline == true)
    await site.close()
  }

  @Test("survives what cannot be read, answers it where it has an id, and keeps the bytes")
  func unreadable() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    box.sendText(#"[2,"7","Heartbeat",{"#)
    let answer = try #require(await box.next()?.arrayValue)
    #expect(answer[0] == .number("4"))
    #expect(answer[1] == .string("7"))
    try await box.call("Heartbeat", "{}")
    // A write waits its turn behind the one that keeps the frame.
    let kept = try await site.site.store.write { file in try file.keptFrames(limit: 10) }
    #expect(kept.map(\.bytes) == [Array(#"[2,"7","Heartbeat",{"#.utf8)])
    await site.close()
  }

  @Test("of an unknown id waits for the manager; what it sends is kept, and nobody may charge")
  func pending() async throws {
    let site = try await TestSite.open(accepting: false)
    try await site.addCard("CARD1")
    let box = try await TestBox.connect(to: site, boot: false)
    let boot = try await box.call("BootNotification", #"{"chargePointVendor":"V","chargePointModel":"M"}"#)
    #expect(boot["status"] == "Pending")
    #expect(try await box.call("Authorize", #"{"idTag":"CARD1"}"#)["idTagInfo"]?["status"] == "Invalid")
    let (id, status) = try await box.start()
    #expect(status == "Invalid")
    #expect(try await site.transaction(id).flags == [.pendingChargePoint])

    var change = ChargePointChange()
    change.state = .accepted
    try await site.site.updateChargePoint("CP01", change)
    #expect(await box.next()?.arrayValue?[2] == .string("TriggerMessage"))
    let again = try await box.call("BootNotification", #"{"chargePointVendor":"V","chargePointModel":"M"}"#)
    #expect(again["status"] == "Accepted")
    await site.close()
  }

  @Test("needs the password as bytes or as the hex digits of these bytes, and nothing else")
  func password() async throws {
    let site = try await TestSite.open()
    let secret: [UInt8] = [0, 58, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]
    try await site.site.createChargePoint(id: "CP01", name: nil, password: secret, state: .accepted)
    func header(_ password: [UInt8], user: String = "CP01") -> [(String, String)] {
      [("Authorization", "Basic " + base64(Array("\(user):".utf8) + password))]
    }
    for good in [secret, Array(hex(secret).utf8), Array(hex(secret).uppercased().utf8)] {
      _ = try await TestBox.connect(to: site, headers: header(good))
    }
    for bad in [[], header([]), header(Array("guess".utf8)), header(secret, user: "CP02")] {
      let error = await #expect(throws: ConnectError.self) {
        try await TestBox.connect(to: site, headers: bad)
      }
      #expect(error?.status == 401)
    }
    await site.close()
  }

  @Test("may use the old and the new password while a change is under way, then only the new one")
  func passwordChange() async throws {
    let site = try await TestSite.open()
    try await site.site.createChargePoint(
      id: "CP01", name: nil, password: Array("old-password-0001".utf8), state: .accepted)
    func dial(_ password: String) async throws -> TestBox {
      try await TestBox.connect(
        to: site, headers: [("Authorization", "Basic " + base64(Array("CP01:\(password)".utf8)))])
    }
    let box = try await dial("old-password-0001")
    let change = Task { @NetworkLoop in
      try await site.site.send(
        action: "ChangeConfiguration",
        payload: ["key": "AuthorizationKey", "value": "new-password-0002"], to: "CP01", timeoutMs: 5000,
        by: "test")
    }
    let request = try #require(await box.next()?.arrayValue)
    let record = try #require(site.site.board.chargePoint(id: "CP01")?.record)
    #expect(record.credential?.matches(Array("old-password-0001".utf8)) == true)
    #expect(record.nextCredential?.matches(Array("new-password-0002".utf8)) == true)
    box.sendText(#"[3,"\#(request[1].stringValue ?? "")",{"status":"Accepted"}]"#)
    _ = try await change.value
    _ = try await dial("new-password-0002")
    await #expect(throws: ConnectError.self) { _ = try await dial("old-password-0001") }
    let kept = try await site.site.reader.read { file in
      try file.operations(chargePointKey: record.key, after: nil, limit: 1).items
    }
    #expect(kept.first?.payload.contains("new-password") == false)
    await site.close()
  }

  @Test("comes back after a restart to the charge that was running")
  func restart() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    try await site.setPrice()
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await box.sample(id, "6000", at: "2026-03-02T09:30:00Z")
    let shown = site.site.board.chargePoint(id: "CP01")?.connector(1)?.transaction
    #expect(shown?.energyMilliWh == 5_000_000)
    try await site.restart()
    let running = try #require(site.site.board.chargePoint(id: "CP01")?.connector(1)?.transaction)
    #expect(running.id == id)
    #expect(running.energyMilliWh == 5_000_000)
    #expect(site.site.costSoFar(running)?.amounts.gross == 238)
    let again = try await TestBox.connect(to: site, boot: false)
    try await again.stop(id)
    #expect(try await site.transaction(id).amounts?.gross == 588)
    await site.close()
  }
}
