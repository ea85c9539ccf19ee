import Domain
import Formats
import Net
import Storage
import Testing

@testable import Site

/// The log of a charge point, from its frames to what is read.
@Suite("The message log") @NetworkLoop struct MessageLogTests {
  private func log(_ site: TestSite, _ id: String = "CP01", search: String? = nil) async throws
    -> [LoggedMessage]
  {
    var query = MessageQuery(try #require(site.site.board.chargePoint(id: id)))
    query.search = search
    return try await site.site.reader.read { [query] file in try query.messages(in: file) }
  }

  private func rows(_ site: TestSite) async throws -> Int {
    let key = try #require(site.site.board.chargePoint(id: "CP01")).record.key
    return try await site.site.reader.read { file in try file.messageBlocks(chargePointKey: key).count }
  }

  @Test("calls and answers of both directions stand in their order, answers with their call's action")
  func order() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    try await box.call("Heartbeat", "{}")
    async let sent = site.site.send(
      action: "ClearCache", payload: .object(.init()), to: "CP01", timeoutMs: 5000, by: "test")
    let call = try #require(await box.next()?.arrayValue)
    box.sendText("[3,\(call[1].serializedText),{\"status\":\"Accepted\"}]")
    _ = try await sent
    let messages = try await log(site)
    #expect(
      messages.map { "\($0.isOurs ? ">" : "<") \($0.kind) \($0.action ?? "-")" } == [
        "< other -", "< call BootNotification", "> result BootNotification", "< call Heartbeat",
        "> result Heartbeat", "> call ClearCache", "< result ClearCache",
      ])
    #expect(messages[0].text == "connected from 127.0.0.1")
    #expect(Set(messages.map(\.number)).count == messages.count)
    await site.close()
  }

  @Test("the same is read from memory and, after a restart, from the file")
  func restart() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    for _ in 0..<300 { try await box.call("Heartbeat", "{}") }
    let before = try await log(site)
    #expect(before.count == 603)
    try await site.restart()
    let after = try await log(site)
    #expect(after.prefix(before.count).map(\.text) == before.map(\.text))
    #expect(after.prefix(before.count).map(\.number) == before.map(\.number))
    await site.close()
  }

  @Test("pages go from the newest to the oldest without a gap, while new frames come")
  func pages() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    for _ in 0..<100 { try await box.call("Heartbeat", "{}") }
    let all = try await log(site)
    var seen: [Int64] = []
    var cursor: PageCursor?
    repeat {
      let query = MessageQuery(try #require(site.site.board.chargePoint(id: "CP01")))
      let page = try await site.site.reader.read { [cursor] file in
        try query.page(after: cursor, limit: 7, in: file)
      }
      #expect(page.items.count <= 7)
      seen += page.items.map(\.number)
      cursor = page.next
      try await box.call("Heartbeat", "{}")
    } while cursor != nil
    #expect(seen == all.map(\.number).reversed())
    await site.close()
  }

  @Test("a search finds text, action and message id in any case, and answers by their call's action")
  func search() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    box.send("Heartbeat", "{}", id: "MyOwnID")
    _ = await box.next()
    #expect(try await log(site, search: "HEARTBEAT").map(\.kind) == [.call, .result])
    #expect(try await log(site, search: "myownid").count == 2)
    #expect(try await log(site, search: "chargepointvendor").count == 1)
    #expect(try await log(site, search: "nothing of the kind").isEmpty)
    await site.close()
  }

  @Test("what is no frame is there too, and a long one is cut and marked")
  func odd() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    box.sendText("[2,\"1\",\"Heartbeat\",{]")
    _ = await box.next()
    let data = String(repeating: "x", count: 40_000)
    box.send("DataTransfer", #"{"vendorId":"v","data":"\#(data)"}"#, id: "long")
    _ = await box.next()
    let messages = try await log(site)
    let broken = try #require(messages.first { $0.text.hasSuffix("{]") })
    #expect(broken.kind == .other && broken.action == nil)
    let long = try #require(messages.first { $0.isCut })
    #expect(long.kind == .call && long.action == "DataTransfer" && long.messageID == "long")
    #expect(long.text.utf8.count == Limits().loggedFrameBytes)
    await site.close()
  }

  @Test("no log outgrows its bound, and the newest frames are those that stay")
  func bounded() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    let data = String(repeating: "x", count: 10_000)
    for _ in 0..<150 { try await box.call("DataTransfer", #"{"vendorId":"v","data":"\#(data)"}"#) }
    box.send("DataTransfer", #"{"vendorId":"the last one"}"#, id: "last")
    _ = await box.next()
    try await site.restart()
    let key = try #require(site.site.board.chargePoint(id: "CP01")).record.key
    let bytes = try await site.site.reader.read { try $0.messageBlockBytes(chargePointKey: key) }
    #expect((500_000...Limits().logBytes).contains(bytes), "\(bytes)")
    #expect(try await log(site, search: "the last one").count == 1)
    #expect(try await log(site, search: "BootNotification").isEmpty)
    await site.close()
  }

  @Test("more than the disk can spare leaves a gap, and the log says how many messages are missing there")
  func gap() async throws {
    var limits = Limits()
    limits.logWaitingBytes = 40_000
    let site = try await TestSite.open(limits: limits)
    let box = try await TestBox.connect(to: site)
    let data = String(repeating: "x", count: 9_000)
    for _ in 0..<20 { try await box.call("DataTransfer", #"{"vendorId":"v","data":"\#(data)"}"#) }
    site.site.messages.goRound()
    try await site.site.store.write { _ in }
    try await box.call("Heartbeat", "{}")
    let messages = try await log(site)
    let gaps = messages.filter { $0.isEvent && $0.text.contains("messages are missing here") }
    let missing = gaps.compactMap { Int($0.text.prefix { $0.isNumber }) }.reduce(0, +)
    // Connected, boot, twenty transfers, a heartbeat: what is not missing is there.
    #expect(missing > 0 && messages.count - gaps.count + missing == 1 + 2 * 22)
    #expect(messages.last?.action == "Heartbeat")
    await site.close()
  }

  @Test("a pending wallbox has little room")
  func pending() async throws {
    let site = try await TestSite.open(accepting: false)
    let box = try await TestBox.connect(to: site)
    let data = String(repeating: "x", count: 10_000)
    for _ in 0..<40 { try await box.call("DataTransfer", #"{"vendorId":"v","data":"\#(data)"}"#) }
    try await site.restart()
    let key = try #require(site.site.board.chargePoint(id: "CP01")).record.key
    let bytes = try await site.site.reader.read { try $0.messageBlockBytes(chargePointKey: key) }
    #expect((10_000...Limits().pendingLogBytes).contains(bytes), "\(bytes)")
    await site.close()
  }

  @Test("what has waited long enough goes to the file, and what is old leaves it")
  func ages() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    #expect(try await rows(site) == 0)
    for _ in 0..<Limits().logHeldSeconds { site.site.messages.goRound() }
    try await site.site.store.write { _ in }
    #expect(try await rows(site) == 1)
    site.clock.advance(seconds: 31 * 86_400)
    try await box.call("Heartbeat", "{}")
    for _ in 0..<Limits().logHeldSeconds { site.site.messages.goRound() }
    try await site.site.store.write { _ in }
    #expect(try await rows(site) == 2)
    site.site.forget()
    try await until("the old ones are forgotten") { try await rows(site) == 1 }
    #expect(try await log(site).map(\.action) == ["Heartbeat", "Heartbeat"])
    await site.close()
  }
}
