import Domain
import Formats
import Net
import OCPP
import Testing

@testable import Simulator

/// The demo's machine behind the plug, and its answers to the server.
@NetworkLoop
@Suite struct ServerCallTests {
  private let stage = PlayedStage()
  private var server: ScriptedServer { stage.server }

  private func wallbox(rate: Int64 = 1) async throws -> PlayedWallbox { try await stage.wallbox(rate: rate) }

  private func ask(_ action: String, _ payload: String) async -> JSONValue? {
    await stage.ask(action, payload)
  }

  @Test(
    "calls of a server are answered as a good wallbox does",
    arguments: [
      ("ChangeConfiguration", #"{"key":"meterValueSampleInterval","value":"30"}"#, "Accepted"),
      ("ChangeConfiguration", #"{"key":"MeterValueSampleInterval","value":"often"}"#, "Rejected"),
      ("ChangeConfiguration", #"{"key":"NumberOfConnectors","value":"2"}"#, "Rejected"),
      ("ChangeConfiguration", #"{"key":"Nonsense","value":"2"}"#, "NotSupported"),
      ("ClearCache", "{}", "Accepted"),
      ("DataTransfer", #"{"vendorId":"x"}"#, "UnknownVendorId"),
      ("UnlockConnector", #"{"connectorId":1}"#, "Unlocked"),
      ("ChangeAvailability", #"{"connectorId":1,"type":"Inoperative"}"#, "Accepted"),
      ("RemoteStopTransaction", #"{"transactionId":7}"#, "Rejected"),
      ("RemoteStartTransaction", #"{"idTag":"A","connectorId":2}"#, "Rejected"),
      ("TriggerMessage", #"{"requestedMessage":"MeterValues"}"#, "Rejected"),
      ("TriggerMessage", #"{"requestedMessage":"FirmwareStatusNotification"}"#, "Accepted"),
      ("TriggerMessage", #"{"requestedMessage":"Heartbeat"}"#, "Accepted"),
      ("TriggerMessage", #"{"requestedMessage":"LogStatusNotification"}"#, "NotImplemented"),
      ("ExtendedTriggerMessage", #"{"requestedMessage":"Heartbeat"}"#, "Accepted"),
      (
        "ExtendedTriggerMessage", #"{"requestedMessage":"DiagnosticsStatusNotification"}"#, "NotImplemented"
      ),
      ("ChangeConfiguration", #"{"key":"MeterValuesSampledData","value":"SoC"}"#, "Rejected"),
      ("ChangeConfiguration", #"{"key":"MeterValuesSampledData","value":"Voltage"}"#, "Accepted"),
    ])
  func answers(action: String, payload: String, status: String) async throws {
    let played = try await wallbox()
    let answer = await ask(action, payload)
    #expect(answer?.arrayValue?.first?["status"]?.stringValue == status)
    played.switchOff()
  }

  @Test("an unknown action and a broken payload are answered with errors")
  func errors() async throws {
    let played = try await wallbox()
    let unknown = await ask("MakeCoffee", "{}")
    #expect(unknown?.arrayValue?.first?.stringValue == "NotImplemented")
    let broken = await ask("Reset", "{}")
    #expect(broken?.arrayValue?.first?.stringValue?.isEmpty == false)
    #expect(broken?.arrayValue?.count == 3)
    played.switchOff()
  }

  @Test("configuration keys are read by name or all together")
  func configuration() async throws {
    let played = try await wallbox()
    let all = await ask("GetConfiguration", "{}")
    #expect(all?.arrayValue?.first?["configurationKey"]?.arrayValue?.count ?? 0 >= 15)
    let some = await ask("GetConfiguration", #"{"key":["heartbeatinterval","Nope"]}"#)
    #expect(some?.arrayValue?.first?["configurationKey"]?.arrayValue?.count == 1)
    #expect(some?.arrayValue?.first?["unknownKey"]?.arrayValue?.first?.stringValue == "Nope")
    played.switchOff()
  }

  @Test("a reset switches it off and on: it introduces itself again")
  func reset() async throws {
    let played = try await wallbox()
    let answer = await ask("Reset", #"{"type":"Hard"}"#)
    #expect(answer?.arrayValue?.first?["status"]?.stringValue == "Accepted")
    await eventually("a second boot") { server.actions().filter { $0 == "BootNotification" }.count == 2 }
    played.switchOff()
  }

  @Test("out of service it takes nobody, and back in service it does")
  func availability() async throws {
    let played = try await wallbox()
    _ = await ask("ChangeAvailability", #"{"connectorId":0,"type":"Inoperative"}"#)
    await eventually("unavailable") {
      server.payloads("StatusNotification").last?["status"]?.stringValue == "Unavailable"
    }
    let refused = await ask("RemoteStartTransaction", #"{"idTag":"A"}"#)
    #expect(refused?.arrayValue?.first?["status"]?.stringValue == "Rejected")
    _ = await ask("ChangeAvailability", #"{"connectorId":0,"type":"Operative"}"#)
    await eventually("available") {
      server.payloads("StatusNotification").last?["status"]?.stringValue == "Available"
    }
    #expect(played.isFree)
    played.switchOff()
  }

  private func lastStatus() -> String? {
    server.payloads("StatusNotification").last?["status"]?.stringValue
  }

  @Test("a remote start is authorised, charges, and a remote stop ends it")
  func remoteStartAndStop() async throws {
    let played = try await wallbox(rate: 500)
    let started = await ask("RemoteStartTransaction", #"{"idTag":"PHONE","connectorId":1}"#)
    #expect(started?.arrayValue?.first?["status"]?.stringValue == "Accepted")
    await eventually("charging") { lastStatus() == "Charging" }
    await eventually("a sample") { server.actions().contains("MeterValues") }
    let again = await ask("RemoteStartTransaction", #"{"idTag":"PHONE"}"#)
    #expect(again?.arrayValue?.first?["status"]?.stringValue == "Rejected")
    let stopped = await ask("RemoteStopTransaction", #"{"transactionId":7}"#)
    #expect(stopped?.arrayValue?.first?["status"]?.stringValue == "Accepted")
    await eventually("free again") { lastStatus() == "Available" && played.isFree }
    let actions = server.actions().filter { !["StatusNotification", "MeterValues"].contains($0) }
    #expect(actions == ["BootNotification", "Authorize", "StartTransaction", "StopTransaction"])
    #expect(server.payloads("StartTransaction").first?["idTag"]?.stringValue == "PHONE")
    let stop = server.payloads("StopTransaction").first
    #expect(stop?["reason"]?.stringValue == "Remote")
    let start = server.payloads("StartTransaction").first?["meterStart"]?.integerValue ?? 0
    #expect(stop?["meterStop"]?.integerValue ?? 0 > start)
    played.switchOff()
  }

  @Test("a card that the server refuses charges nothing")
  func refusedCard() async throws {
    let played = try await wallbox(rate: 500)
    server.script = { call in
      call.action == "Authorize"
        ? .result(#"{"idTagInfo":{"status":"Blocked"}}"#) : ScriptedServer.kind(call)
    }
    _ = await ask("RemoteStartTransaction", #"{"idTag":"PHONE"}"#)
    await eventually("asked") { server.actions().contains("Authorize") }
    await eventually("free again") { lastStatus() == "Available" && played.isFree }
    #expect(!server.actions().contains("StartTransaction"))
    played.switchOff()
  }

  @Test("a start that the server refuses afterwards is stopped at once")
  func deAuthorized() async throws {
    let played = try await wallbox(rate: 500)
    server.script = { call in
      call.action == "StartTransaction"
        ? .result(#"{"idTagInfo":{"status":"Invalid"},"transactionId":9}"#) : ScriptedServer.kind(call)
    }
    _ = await ask("RemoteStartTransaction", #"{"idTag":"PHONE"}"#)
    await eventually("stopped") { server.actions().contains("StopTransaction") }
    #expect(server.payloads("StopTransaction").first?["reason"]?.stringValue == "DeAuthorized")
    #expect(server.payloads("StopTransaction").first?["transactionId"]?.integerValue == 9)
    played.switchOff()
  }
}
