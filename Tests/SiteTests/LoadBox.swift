import Formats
import Net
import Site
import Testing

/// A wallbox that holds profiles, in the test's hands: its own calls go past the site's.
@NetworkLoop final class LoadBox {
  private let box: TestBox
  private var sequence = 0
  /// Answers the site's SetChargingProfile; nil: keeps silent.
  var answer: (JSONValue) -> String? = { _ in "Accepted" }
  private(set) var told: [JSONValue] = []
  private(set) var cleared = 0

  private init(_ box: TestBox) { self.box = box }

  static func connect(to site: TestSite, as id: String) async throws -> LoadBox {
    let load = LoadBox(try await TestBox.connect(to: site, as: id))
    try await load.status("Available")
    return load
  }

  /// The limit of the first period that was told last and accepted, in amperes.
  private(set) var amps: Int64?

  /// Takes the site's calls until something is true of this wallbox.
  func serve(until isDone: () -> Bool) async throws {
    while !isDone() { try handle(try #require(await box.next()?.arrayValue)) }
  }

  func status(_ status: String) async throws {
    try await call(
      "StatusNotification", #"{"connectorId":1,"errorCode":"NoError","status":"\#(status)"}"#)
  }

  func charge(at: String = "2026-03-02T10:00:00Z") async throws -> Int64 {
    try await status("Preparing")
    let answer = try await call(
      "StartTransaction", #"{"connectorId":1,"idTag":"CARD1","meterStart":0,"timestamp":"\#(at)"}"#)
    try await status("Charging")
    return try #require(answer["transactionId"]?.integerValue)
  }

  func draw(_ amps: String, at: String) async throws {
    try await call(
      "MeterValues",
      #"{"connectorId":1,"meterValue":[{"timestamp":"\#(at)","sampledValue":["#
        + #"{"value":"\#(amps)","measurand":"Current.Import","phase":"L1","unit":"A"},"#
        + #"{"value":"0","measurand":"Current.Import","phase":"L2","unit":"A"}]}]}"#)
  }

  @discardableResult
  private func call(_ action: String, _ payload: String) async throws -> JSONValue {
    sequence += 1
    let id = "own-\(sequence)"
    box.send(action, payload, id: id)
    while true {
      let frame = try #require(await box.next()?.arrayValue)
      if frame[0] == .number("3"), frame[1] == .string(id) { return frame[2] }
      try handle(frame)
    }
  }

  private func handle(_ frame: [JSONValue]) throws {
    let id = try #require(frame[1].stringValue)
    switch frame[2] {
    case .string("SetChargingProfile"):
      told.append(frame[3])
      guard let status = answer(frame[3]) else { return }
      if status == "Accepted" {
        amps =
          frame[3]["csChargingProfiles"]?["chargingSchedule"]?["chargingSchedulePeriod"]?.arrayValue?
          .first?["limit"]?.integerValue
      }
      box.sendText(#"[3,"\#(id)",{"status":"\#(status)"}]"#)
    case .string("ClearChargingProfile"):
      cleared += 1
      amps = nil
      box.sendText(#"[3,"\#(id)",{"status":"Accepted"}]"#)
    default:
      Issue.record("an unexpected frame: \(frame)")
    }
  }
}
