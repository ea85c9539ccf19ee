import Domain
import Formats
import Net
import OCPP
import Testing

@testable import Simulator

@NetworkLoop
@Suite struct LoadRunTests {
  private let server = ScriptedServer()

  private func run(_ scenario: String, chargePoints: Int = 4, changes: [String: String] = [:]) async throws
    -> LoadReport
  {
    var values = [
      "--url": try server.listen(), "--charge-points": String(chargePoints), "--scenario": scenario,
      "--duration": "0.2",
    ]
    values.merge(changes) { $1 }
    return await LoadRun(try LoadOptions { values[$0] }).run()
  }

  /// Answers as a good server, with a fresh id for every transaction.
  private func beKind(except action: String? = nil, _ answer: ScriptedServer.Answer = .silence) {
    let server = server
    server.script = { call in
      if call.action == action { return answer }
      guard call.action == "StartTransaction" else { return ScriptedServer.kind(call) }
      return .result(
        #"{"idTagInfo":{"status":"Accepted"},"transactionId":\#(server.freshTransaction())}"#)
    }
  }

  @Test("sessions have the sixteen messages in order, and their energy and time fit together")
  func session() async throws {
    beKind()
    let report = try await run("session", chargePoints: 2)
    #expect(report.errors == 0, "\(String(describing: report.firstError))")
    #expect(report.accepted == 2)
    #expect(report.messages > 0)
    let own = server.received.filter { $0.chargePoint == "CP000001" }
    let first = own.dropFirst().prefix(15).map(\.action)
    let meters = [String](repeating: "MeterValues", count: 10)
    #expect(
      first == ["StatusNotification", "Authorize", "StartTransaction"] + meters
        + ["StopTransaction", "StatusNotification"])
    let start = own.first { $0.action == "StartTransaction" }?.payload
    let stop = own.first { $0.action == "StopTransaction" }?.payload
    let from = start?["meterStart"]?.integerValue ?? 0
    #expect(stop?["meterStop"]?.integerValue == from + 1_000)
    let begin = InstantFormat.parse(start?["timestamp"]?.stringValue ?? "")?.instant
    let end = InstantFormat.parse(stop?["timestamp"]?.stringValue ?? "")?.instant
    if let begin, let end {
      #expect(end.milliseconds(since: begin) == 490_500)
      let age = LoadClock.now.seconds(since: begin)
      // A run begins 30 days ago; this one may have taken a while since.
      #expect((29 * 86_400...30 * 86_400 + 600).contains(age))
    } else {
      Issue.record("stamps that cannot be read")
    }
    let sample = own.first { $0.action == "MeterValues" }?.payload
    let values = sample?["meterValue"]?.arrayValue?.first?["sampledValue"]?.arrayValue
    #expect(values?.count == 5)
  }

  @Test("every frame is what the standard asks for: the messages can be read strictly")
  func readable() async throws {
    beKind()
    _ = try await run("session", chargePoints: 1)
    for call in server.received.prefix(40) {
      let payload = call.payload.serialized
      switch call.action {
      case "BootNotification": #expect(try BootNotification.Request(reading: payload).json.isEmpty == false)
      case "StartTransaction":
        let request = try StartTransaction.Request(reading: payload)
        #expect(request.timestamp.instant != nil && request.meterStart.milliWh != nil)
      case "MeterValues":
        let request = try MeterValues.Request(reading: payload)
        #expect(request.meterValue.first?.powerW.map { (7_360...7_361).contains($0) } == true)
      case "StopTransaction": #expect(try StopTransaction.Request(reading: payload).transactionId > 100)
      default: break
      }
    }
  }

  @Test("a storm ends when everybody is accepted, and tells how long that took")
  func storm() async throws {
    let report = try await run("storm", chargePoints: 40)
    #expect(report.accepted == 40)
    #expect(report.errors == 0)
    #expect(server.actions() == [String](repeating: "BootNotification", count: 40))
  }

  // Wide, because the machine may be busy; without the rate it would be thousands.
  @Test("a rate is kept")
  func rate() async throws {
    let report = try await run(
      "heartbeat", chargePoints: 10, changes: ["--rate": "200", "--duration": "1"])
    #expect((100...300).contains(report.messages), "\(report.messages)")
    #expect(report.errors == 0)
  }

  @Test(
    "what a server does wrong is counted under its name",
    arguments: [
      (#"[3,"other-1",{"currentTime":"2026-01-01T00:00:00Z"}]"#, LoadError.Kind.id),
      (#"[3,"0-2",{"currentTime":"2026-01-01T00:00:00Z"]"#, .json),
      (#"[3,"0-2",{"currentTime":"2026-01-01T00:00:00Z"}] x"#, .json),
      (#"[4,"0-2","InternalError","",{}]"#, .callError), (#"[3,"0-2",{}]"#, .status),
      (#"[3,"0-2",[]]"#, .type), (#"[9,"0-2",{}]"#, .type), (#"[3,"0-3",{}]"#, .id),
    ])
  func noticed(frame: String, kind: LoadError.Kind) async throws {
    beKind(except: "Heartbeat", .frame(frame))
    let report = try await run("heartbeat", chargePoints: 1)
    #expect(report.errorsByKind == [kind: 1])
    #expect(report.firstError?.chargePoint == "CP000001")
  }

  @Test("a refused card, a repeated transaction id and a hang-up are errors")
  func refusals() async throws {
    beKind(except: "Authorize", .result(#"{"idTagInfo":{"status":"Invalid"}}"#))
    #expect(try await run("session", chargePoints: 1).errorsByKind == [.status: 1])
    beKind(except: "StopTransaction", .result(#"{"idTagInfo":{"status":"Invalid"}}"#))
    #expect(try await run("session", chargePoints: 1).errorsByKind == [.status: 1])
    beKind(except: "StartTransaction", .result(#"{"idTagInfo":{"status":"Accepted"},"transactionId":5}"#))
    #expect(try await run("session", chargePoints: 1).errorsByKind == [.repeatedTransactionID: 1])
    beKind(except: "Heartbeat", .hangUp)
    #expect(try await run("heartbeat", chargePoints: 1).errorsByKind == [.closed: 1])
    beKind()
    server.confirmsSubprotocol = false
    #expect(try await run("storm", chargePoints: 1).errorsByKind[.handshake] ?? 0 > 0)
  }

  @Test("the JSON report has the keys scripts rely on")
  func json() async throws {
    beKind()
    let report = try await run("heartbeat")
    let json = try JSONValue.parse(report.json)
    #expect(json["messages"]?.integerValue == Int64(report.messages))
    #expect(json["errors"]?["total"]?.integerValue == 0)
    #expect(json["errors"]?["first"]?.isNull == true)
    for key in ["p50", "p99", "p999", "max"] {
      #expect(json["latency_ms"]?["all"]?[key]?.numberText != nil)
      #expect(json["latency_ms"]?["Heartbeat"]?[key]?.numberText != nil)
    }
    #expect(json["messages_per_s"]?.numberText != nil)
    #expect(json["sessions_per_s"]?.numberText != nil)
    #expect(report.text.contains("0 errors"))
  }
}
