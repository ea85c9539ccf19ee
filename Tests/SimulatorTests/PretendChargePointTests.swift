import Domain
import Formats
import Net
import OCPP
import Testing

@testable import Simulator

@NetworkLoop
@Suite struct PretendChargePointTests {
  private let server = ScriptedServer()
  private let problems = Problems()

  final class Problems {
    var all: [WallboxProblem] = []
    var kinds: [WallboxProblem.Kind] { all.map(\.kind) }
  }

  private func wallbox(
    _ id: String = "A1", ids: TransactionIDs? = nil, patienceMs: Int = 60_000
  ) throws -> PretendChargePoint {
    var timing = WallboxTiming()
    timing.replyTimeoutMs = patienceMs
    timing.firstBackOffMs = 10
    timing.longestBackOffMs = 40
    timing.retryMs = 10
    timing.attempts = 3
    timing.bootRetryMs = 20
    let identity = WallboxIdentity(id: id, vendor: "Elbwerk", model: "Garage 11", firmwareVersion: "2")
    let point = PretendChargePoint(
      identity: identity, url: try server.listen() + "/" + id, timing: timing,
      time: SiteTime(now: { Instant(millisecondsSince1970: 0) }, rate: { 1 }),
      transactionIDs: ids ?? TransactionIDs())
    let problems = problems
    point.onProblem = { problems.all.append($0) }
    return point
  }

  private let noon = Instant(millisecondsSince1970: 1_774_440_000_000)

  private func begin(_ point: PretendChargePoint) -> PretendTransaction {
    point.start(
      .init(
        connectorId: 1, idTag: "CARD1", meterStart: WireEnergy(wattHours: 5_000), timestamp: WireTime(noon)))
  }

  private func sample(_ point: PretendChargePoint, _ transaction: PretendTransaction, _ wattHours: Int64) {
    let value = MeterValue(
      timestamp: WireTime(noon.advanced(bySeconds: wattHours)),
      sampledValues: [SampledValue(value: String(wattHours))])
    point.sample([value], of: transaction)
  }

  private func end(_ point: PretendChargePoint, _ transaction: PretendTransaction) {
    point.stop(
      .init(
        transactionId: -1, meterStop: WireEnergy(wattHours: 9_000),
        timestamp: WireTime(noon.advanced(bySeconds: 3_600)), reason: "Local"),
      of: transaction)
  }

  @Test("it introduces itself, tells its state, and charges with the server's transaction id")
  func wholeCharge() async throws {
    let point = try wallbox()
    point.tell(.init(connectorId: 1, status: "Available"))
    point.powerOn()
    await eventually("accepted") { point.isAccepted }
    var verdict: AuthorizationStatus?
    point.authorize(idTag: "CARD1") { verdict = $0?.status }
    let transaction = begin(point)
    sample(point, transaction, 6_000)
    end(point, transaction)
    await eventually("all is answered") { point.unanswered == 0 }
    #expect(verdict == .accepted)
    #expect(
      server.actions() == [
        "BootNotification", "StatusNotification", "Authorize", "StartTransaction", "MeterValues",
        "StopTransaction",
      ])
    #expect(server.payloads("MeterValues").first?["transactionId"]?.integerValue == 7)
    #expect(server.payloads("StopTransaction").first?["transactionId"]?.integerValue == 7)
    #expect(problems.all.isEmpty)
  }

  @Test("one call at a time: nothing goes out before the answer to the last")
  func oneAtATime() async throws {
    let point = try wallbox()
    server.script = { $0.action == "StartTransaction" ? .silence : ScriptedServer.kind($0) }
    point.powerOn()
    await eventually("accepted") { point.isAccepted }
    let transaction = begin(point)
    sample(point, transaction, 6_000)
    await eventually("start arrived") { server.actions().contains("StartTransaction") }
    point.tell(.init(connectorId: 1, status: "Charging"))
    #expect(point.unanswered == 3)
    #expect(server.actions() == ["BootNotification", "StartTransaction"])
  }

  @Test(
    "a lost answer: the same content again with another message id, and the rest in order",
    arguments: ["silence", "hangUp", "error"])
  func lostAnswer(how: String) async throws {
    let point = try wallbox(patienceMs: how == "silence" ? 500 : 60_000)
    var lost: Set<String> = []
    server.script = { call in
      let kept = ["StartTransaction", "MeterValues", "StopTransaction"].contains(call.action)
      guard kept, lost.insert(call.action).inserted else { return ScriptedServer.kind(call) }
      return how == "silence" ? .silence : how == "hangUp" ? .hangUp : .error("InternalError")
    }
    point.powerOn()
    await eventually("accepted") { point.isAccepted }
    let transaction = begin(point)
    sample(point, transaction, 6_000)
    end(point, transaction)
    await eventually("all is answered") { point.unanswered == 0 }
    let kept = server.received.filter { $0.action != "BootNotification" }
    #expect(
      kept.map(\.action) == [
        "StartTransaction", "StartTransaction", "MeterValues", "MeterValues", "StopTransaction",
        "StopTransaction",
      ])
    for pair in stride(from: 0, to: kept.count - 1, by: 2) {
      #expect(kept[pair].payload == kept[pair + 1].payload)
      #expect(kept[pair].id != kept[pair + 1].id)
    }
    #expect(server.actions().filter { $0 == "BootNotification" }.count == 1)
    let expected: [WallboxProblem.Kind] =
      how == "error" ? [.callError] : how == "hangUp" ? [.connection] : [.timeout]
    #expect(Set(problems.kinds) == Set(expected))
  }

  @Test("without a connection it keeps what must arrive, and delivers it in order afterwards")
  func offline() async throws {
    let point = try wallbox()
    point.tell(.init(connectorId: 1, status: "Available"))
    point.powerOn()
    await eventually("accepted") { point.isAccepted && point.unanswered == 0 }
    point.networkLost()
    var verdict: AuthorizationStatus? = .accepted
    point.authorize(idTag: "CARD1") { verdict = $0?.status }
    #expect(verdict == nil)
    let transaction = begin(point)
    for wattHours in [6_000, 7_000, 8_000] as [Int64] { sample(point, transaction, wattHours) }
    end(point, transaction)
    point.tell(.init(connectorId: 1, status: "Finishing"))
    point.networkBack()
    await eventually("all is answered") { point.isConnected && point.unanswered == 0 }
    let after = server.received.dropFirst(2)
    #expect(
      after.map(\.action).filter { $0 != "StatusNotification" } == [
        "StartTransaction", "MeterValues", "MeterValues", "MeterValues", "StopTransaction",
      ])
    #expect(server.payloads("StatusNotification").last?["status"]?.stringValue == "Finishing")
    #expect(server.payloads("MeterValues").allSatisfy { $0["transactionId"]?.integerValue == 7 })
  }

  @Test("a start that is never accepted is given up, and the stop that follows says -1")
  func givenUp() async throws {
    let point = try wallbox()
    server.script = { $0.action == "StartTransaction" ? .error("InternalError") : ScriptedServer.kind($0) }
    point.powerOn()
    await eventually("accepted") { point.isAccepted }
    let transaction = begin(point)
    end(point, transaction)
    await eventually("all is answered") { point.unanswered == 0 }
    #expect(server.actions().filter { $0 == "StartTransaction" }.count == 3)
    #expect(server.payloads("StopTransaction").first?["transactionId"]?.integerValue == -1)
    #expect(problems.kinds.contains(.undelivered))
  }

  @Test("a pending wallbox asks again and says nothing else until it is accepted")
  func pending() async throws {
    let point = try wallbox()
    var boots = 0
    server.script = { call in
      guard call.action == "BootNotification" else { return ScriptedServer.kind(call) }
      boots += 1
      guard boots < 3 else { return ScriptedServer.kind(call) }
      return .result(#"{"status":"Pending","currentTime":"2026-03-01T00:00:00Z","interval":30}"#)
    }
    point.tell(.init(connectorId: 1, status: "Available"))
    _ = begin(point)
    point.powerOn()
    await eventually("accepted") { point.isAccepted && point.unanswered == 0 }
    #expect(server.actions().prefix(3) == ["BootNotification", "BootNotification", "BootNotification"])
    #expect(server.actions().dropFirst(3).sorted() == ["StartTransaction", "StatusNotification"])
  }

  @Test("a server that is gone is dialled again until it is back, without a new BootNotification")
  func reconnects() async throws {
    let point = try wallbox()
    point.tell(.init(connectorId: 1, status: "Available"))
    point.powerOn()
    await eventually("accepted") { point.isAccepted && point.unanswered == 0 }
    server.hangUp("A1")
    await eventually("connected again") {
      server.connections == 2 && point.unanswered == 0 && point.isConnected
    }
    #expect(server.actions().filter { $0 == "BootNotification" }.count == 1)
    #expect(server.actions().last == "StatusNotification")
    point.powerOff()
    point.powerOn()
    await eventually("booted") { server.actions().filter { $0 == "BootNotification" }.count == 2 }
  }

  @Test(
    "what a server should not do is noticed",
    arguments: [
      (#"[3,"other",{}]"#, WallboxProblem.Kind.unexpectedReply), ("[3,", .malformed),
      (#"{"a":1}"#, .malformed),
    ])
  func badFrames(frame: String, kind: WallboxProblem.Kind) async throws {
    let point = try wallbox(patienceMs: 500)
    server.script = { call in call.action == "Authorize" ? .frame(frame) : ScriptedServer.kind(call) }
    point.powerOn()
    await eventually("accepted") { point.isAccepted }
    var isAnswered = false
    point.authorize(idTag: "X") { _ in isAnswered = true }
    await eventually("given up") { isAnswered }
    #expect(problems.kinds.first == kind)
  }

  @Test("a transaction id that comes twice is noticed, whichever wallbox gets it")
  func repeatedID() async throws {
    let ids = TransactionIDs()
    let points = [try wallbox("A1", ids: ids), try wallbox("A2", ids: ids)]
    for point in points {
      point.powerOn()
      await eventually("accepted") { point.isAccepted }
      _ = begin(point)
      await eventually("all is answered") { point.unanswered == 0 }
    }
    #expect(problems.kinds == [.repeatedTransactionID])
  }

  @Test("a server that does not confirm ocpp1.6 is not spoken to")
  func subprotocol() async throws {
    let point = try wallbox()
    server.confirmsSubprotocol = false
    point.powerOn()
    await eventually("tried twice") { problems.all.count >= 2 }
    #expect(server.received.isEmpty)
    #expect(Set(problems.kinds) == [.connection])
    point.powerOff()
  }

  @Test("an unreachable server is a problem, not a crash")
  func unreachable() async throws {
    let point = try wallbox()
    await server.stop()
    point.powerOn()
    await eventually("tried") { problems.kinds.contains(.connection) }
    point.powerOff()
  }
}
