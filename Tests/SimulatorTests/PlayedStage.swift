import Domain
import Formats
import Net
import OCPP
import Testing

@testable import Simulator

/// A wallbox of the demo with an empty plan, and a server that asks it things.
@NetworkLoop
final class PlayedStage {
  let server = ScriptedServer()
  private let wallboxes = DemoHouse.lindenhof.wallboxes
  private(set) var id = ""
  private var asked = 0
  /// What the clock of the site shows when the wallbox is switched on.
  let begin = Instant(millisecondsSince1970: 1_774_440_000_000)

  /// In a world that runs `rate` times as fast as life. Bay 7 has one phase of 32 A, bay 1 three of 16 A.
  func wallbox(bay: Int = 7, rate: Int64 = 1) async throws -> PlayedWallbox {
    let course = ClockCourse(real: LoadClock.now.millisecondsSince1970, site: begin, rate: rate)
    let time = SiteTime(
      now: { course.site(at: LoadClock.now.millisecondsSince1970) }, rate: { rate })
    var timing = WallboxTiming()
    timing.firstBackOffMs = 10
    timing.transferMs = 50
    id = wallboxes[bay].id
    let played = PlayedWallbox(
      wallboxes[bay], url: "\(try server.listen())/\(id)", time: time, timing: timing,
      transactionIDs: TransactionIDs()
    ) { [wallboxes, begin] accepted in
      var planner = ChargePlanner(
        wallbox: wallboxes[bay], seed: 3, from: accepted, present: begin, utcOffsetSeconds: 0)
      planner.keepFree(until: accepted.advanced(bySeconds: 90 * 86_400))
      return planner
    }
    played.switchOn()
    await eventually("it is there") { server.actions().contains("StatusNotification") }
    return played
  }

  /// What the wallbox answers: `[payload]`, or what follows the id in a CALLERROR.
  func ask(_ action: String, _ payload: String) async -> JSONValue? {
    asked += 1
    let messageID = "q\(asked)"
    server.call(id, action, payload, id: messageID)
    await eventually("an answer to \(action)") { server.results[messageID] != nil }
    return server.results[messageID]
  }

  /// The confirmation's payload.
  func confirmed(_ action: String, _ payload: String) async -> JSONValue? {
    await ask(action, payload)?.arrayValue?.first
  }

  /// The confirmation's status.
  func status(_ action: String, _ payload: String) async -> String? {
    await confirmed(action, payload)?["status"]?.stringValue
  }

  /// All states that the connector told.
  var statuses: [String] { server.payloads("StatusNotification").compactMap { $0["status"]?.stringValue } }

  /// What was told of one kind of message, like `Uploading 4`.
  func told(_ action: String) -> [String] {
    server.payloads(action).map {
      ([$0["status"]?.stringValue ?? ""] + [$0["requestId"]?.numberText].compactMap { $0 })
        .joined(separator: " ")
    }
  }

  /// All samples of a measurand, with when they were taken.
  func samples(of measurand: String) -> [(at: Instant, value: String)] {
    server.payloads("MeterValues").compactMap { $0["meterValue"]?.arrayValue?.first }.compactMap { value in
      let sampled = value["sampledValue"]?.arrayValue ?? []
      guard let text = value["timestamp"]?.stringValue, let at = InstantFormat.parse(text)?.instant,
        let sample = sampled.first(where: { $0["measurand"]?.stringValue == measurand }),
        let number = sample["value"]?.stringValue
      else { return nil }
      return (at, number)
    }
  }
}
