import Domain
import Formats
import Net
import OCPP
import Testing

@testable import Simulator

/// Limits that a server sets, and what the car then draws.
@NetworkLoop
@Suite struct ChargingProfileCallTests {
  private let stage = PlayedStage()

  /// A request to set a profile; `periods` are `(second, amperes)`.
  private func profile(
    _ id: Int, _ purpose: String, connector: Int = 1, level: Int = 0, kind: String = "Relative",
    start: String? = nil, unit: String = "A", duration: Int? = nil, _ periods: [(Int, String)]
  ) -> String {
    let list = periods.map { #"{"startPeriod":\#($0.0),"limit":\#($0.1)}"# }.joined(separator: ",")
    let start = start.map { #""startSchedule":"\#($0)","# } ?? ""
    let duration = duration.map { #""duration":\#($0),"# } ?? ""
    return
      #"{"connectorId":\#(connector),"csChargingProfiles":{"chargingProfileId":\#(id),"stackLevel":\#(level),"chargingProfilePurpose":"\#(purpose)","chargingProfileKind":"\#(kind)","chargingSchedule":{\#(start)\#(duration)"chargingRateUnit":"\#(unit)","chargingSchedulePeriod":[\#(list)]}}}"#
  }

  private func charge(_ measurands: String = "Energy.Active.Import.Register,Power.Active.Import") async {
    let key = #"{"key":"MeterValuesSampledData","value":"\#(measurands)"}"#
    #expect(await stage.status("ChangeConfiguration", key) == "Accepted")
    let started = await stage.status("RemoteStartTransaction", #"{"idTag":"PHONE"}"#)
    #expect(started == "Accepted")
    await eventually("a charge") { stage.server.actions().contains("StartTransaction") }
  }

  /// Periods of a composite schedule, like `0:16 3600:8`.
  private func composite(_ request: String) async -> String? {
    let answer = await stage.confirmed("GetCompositeSchedule", request)
    return answer?["chargingSchedule"]?["chargingSchedulePeriod"]?.arrayValue?.map {
      "\($0["startPeriod"]?.numberText ?? "?"):\($0["limit"]?.numberText ?? "?")"
    }.joined(separator: " ")
  }

  @Test("the car draws what a profile allows, and the samples say so")
  func follows() async throws {
    let played = try await stage.wallbox(rate: 500)
    #expect(
      await stage.status("SetChargingProfile", profile(1, "TxDefaultProfile", [(0, "10.5")])) == "Accepted")
    await charge("Power.Active.Import,Current.Import,Current.Offered")
    await eventually("samples") { stage.samples(of: "Current.Offered").count >= 2 }
    #expect(stage.samples(of: "Power.Active.Import").last?.value == "2415")
    #expect(stage.samples(of: "Current.Import").last?.value == "10.5")
    #expect(stage.samples(of: "Current.Offered").last?.value == "10.5")
    #expect(stage.samples(of: "Energy.Active.Import.Register").isEmpty)
    played.switchOff()
  }

  @Test("three phases: watts are those of all of them, amperes of each")
  func threePhases() async throws {
    let played = try await stage.wallbox(bay: 1, rate: 500)
    let set = profile(1, "ChargePointMaxProfile", connector: 0, kind: "Absolute", unit: "W", [(0, "6900")])
    #expect(await stage.status("SetChargingProfile", set) == "Accepted")
    await charge("Power.Active.Import,Current.Import,Current.Offered,Voltage")
    await eventually("samples") { stage.samples(of: "Current.Offered").count >= 2 }
    #expect(stage.samples(of: "Power.Active.Import").last?.value == "6900")
    #expect(stage.samples(of: "Current.Import").last?.value == "10.0")
    let last = stage.server.payloads("MeterValues").last?["meterValue"]?.arrayValue?.first
    let phases = last?["sampledValue"]?.arrayValue?.compactMap { $0["phase"]?.stringValue }
    #expect(phases == ["L1", "L2", "L3", "L1-N", "L2-N", "L3-N"])
    played.switchOff()
  }

  @Test("below 6 A the car pauses, its register stands still, and it goes on when the limit is gone")
  func pause() async throws {
    let played = try await stage.wallbox(rate: 500)
    await charge()
    await eventually("charging") { stage.statuses.last == "Charging" }
    #expect(await stage.status("SetChargingProfile", profile(1, "TxProfile", [(0, "5.9")])) == "Accepted")
    await eventually("a pause") { stage.statuses.last == "SuspendedEVSE" }
    #expect(await stage.status("TriggerMessage", #"{"requestedMessage":"MeterValues"}"#) == "Accepted")
    await eventually("a sample") { stage.samples(of: "Power.Active.Import").last?.value == "0" }
    let before = stage.samples(of: "Energy.Active.Import.Register").last
    await eventually("another") {
      stage.samples(of: "Energy.Active.Import.Register").last?.at ?? .distantFuture
        > (before?.at ?? .distantFuture)
    }
    #expect(stage.samples(of: "Energy.Active.Import.Register").last?.value == before?.value)
    #expect(await stage.status("ClearChargingProfile", "{}") == "Accepted")
    #expect(await stage.status("ClearChargingProfile", "{}") == "Unknown")
    await eventually("charging again") { stage.statuses.last == "Charging" }
    played.switchOff()
  }

  @Test("periods take turns by themselves, to the second, and the energy is theirs")
  func periods() async throws {
    let played = try await stage.wallbox(rate: 500)
    let set = profile(1, "TxDefaultProfile", [(0, "6"), (300, "0"), (600, "20")])
    #expect(await stage.status("SetChargingProfile", set) == "Accepted")
    await charge()
    await eventually("the third period") {
      stage.statuses.suffix(3) == ["Charging", "SuspendedEVSE", "Charging"]
    }
    let start = try #require(stage.server.payloads("StartTransaction").first)
    let startedAt = try #require(InstantFormat.parse(start["timestamp"]?.stringValue ?? "")?.instant)
    let changes = stage.server.payloads("StatusNotification").suffix(3).map {
      InstantFormat.parse($0["timestamp"]?.stringValue ?? "")?.instant.seconds(since: startedAt)
    }
    #expect(changes == [0, 300, 600])
    await eventually("samples of all periods") {
      stage.samples(of: "Energy.Active.Import.Register").last.map { $0.at.seconds(since: startedAt) > 700 }
        ?? false
    }
    for sample in stage.samples(of: "Energy.Active.Import.Register") {
      let second = sample.at.seconds(since: startedAt)
      let wattSeconds = min(second, 300) * 1_380 + max(0, second - 600) * 4_600
      #expect(Int64(sample.value) == (start["meterStart"]?.integerValue ?? 0) + wattSeconds / 3600)
    }
    played.switchOff()
  }

  @Test("a remote start may bring the profile of its charge, which ends with it")
  func remoteStart() async throws {
    let played = try await stage.wallbox(rate: 500)
    func start(_ purpose: String) -> String {
      #"{"idTag":"PHONE","chargingProfile":{"chargingProfileId":9,"stackLevel":0,"chargingProfilePurpose":"\#(purpose)","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":7}]}}}"#
    }
    #expect(await stage.status("RemoteStartTransaction", start("TxDefaultProfile")) == "Rejected")
    #expect(await stage.status("RemoteStartTransaction", start("TxProfile")) == "Accepted")
    await eventually("charging") { stage.statuses.last == "Charging" }
    #expect(await composite(#"{"connectorId":1,"duration":60}"#) == "0:7")
    #expect(await stage.status("RemoteStopTransaction", #"{"transactionId":7}"#) == "Accepted")
    await eventually("the end") { stage.server.actions().contains("StopTransaction") }
    #expect(await composite(#"{"connectorId":1,"duration":60}"#) == "0:32")
    played.switchOff()
  }

  @Test("the tightest purpose counts, and of one purpose the highest level that says something")
  func stack() async throws {
    let played = try await stage.wallbox()
    #expect(await composite(#"{"connectorId":0,"duration":60}"#) == "0:32")
    for set in [
      profile(1, "TxDefaultProfile", connector: 0, level: 0, [(0, "20")]),
      profile(2, "TxDefaultProfile", connector: 0, level: 1, duration: 600, [(0, "10"), (300, "28")]),
      profile(3, "ChargePointMaxProfile", connector: 0, kind: "Absolute", unit: "W", [(0, "5750")]),
    ] { #expect(await stage.status("SetChargingProfile", set) == "Accepted") }
    #expect(await composite(#"{"connectorId":1,"duration":3600}"#) == "0:10 300:25 600:20")
    #expect(await composite(#"{"connectorId":1,"duration":60,"chargingRateUnit":"W"}"#) == "0:2300")
    #expect(await stage.status("ClearChargingProfile", #"{"id":2}"#) == "Accepted")
    #expect(await composite(#"{"connectorId":1,"duration":3600}"#) == "0:20")
    let default0 = #"{"connectorId":0,"chargingProfilePurpose":"TxDefaultProfile","stackLevel":0}"#
    #expect(await stage.status("ClearChargingProfile", default0) == "Accepted")
    #expect(await composite(#"{"connectorId":1,"duration":3600}"#) == "0:25")
    let answer = await stage.confirmed("GetCompositeSchedule", #"{"connectorId":2,"duration":60}"#)
    #expect(answer?["status"]?.stringValue == "Rejected")
    played.switchOff()
  }

  @Test("an absolute schedule counts from its start, a daily one every day")
  func absolute() async throws {
    let played = try await stage.wallbox()
    // The clock of the site shows a little more than 12:00 UTC.
    let noon = InstantFormat.string(stage.begin)
    let set = profile(
      1, "TxDefaultProfile", kind: "Absolute", start: noon, duration: 7200, [(0, "16"), (3600, "8")])
    #expect(await stage.status("SetChargingProfile", set) == "Accepted")
    let periods = await composite(#"{"connectorId":1,"duration":86400}"#)?.split(separator: " ") ?? []
    #expect(periods.map { $0.split(separator: ":").last } == ["16", "8", "32"])
    let second = try #require(periods.dropFirst().first?.split(separator: ":").first.flatMap { Int($0) })
    #expect((3_400...3_600).contains(second))
    let daily = set.split(separator: #""Absolute""#).joined(
      separator: #""Recurring","recurrencyKind":"Daily""#)
    #expect(await stage.status("SetChargingProfile", daily) == "Accepted")
    let two = await composite(#"{"connectorId":1,"duration":89000}"#)?.split(separator: " ") ?? []
    #expect(two.map { $0.split(separator: ":").last } == ["16", "8", "32", "16"])
    played.switchOff()
  }

  @Test("what the wallbox cannot do it rejects")
  func refused() async throws {
    let played = try await stage.wallbox()
    let many = (0...24).map { ($0 * 60, "10") }
    for set in [
      profile(1, "TxProfile", [(0, "10")]),
      profile(1, "TxDefaultProfile", connector: 2, [(0, "10")]),
      profile(1, "ChargePointMaxProfile", connector: 1, kind: "Absolute", [(0, "10")]),
      profile(1, "ChargePointMaxProfile", connector: 0, [(0, "10")]),
      profile(1, "TxDefaultProfile", level: 10, [(0, "10")]),
      profile(1, "TxDefaultProfile", [(60, "10")]),
      profile(1, "TxDefaultProfile", [(0, "10"), (60, "12"), (60, "14")]),
      profile(1, "TxDefaultProfile", [(0, "-1")]),
      profile(1, "TxDefaultProfile", kind: "Recurring", [(0, "10")]), profile(1, "TxDefaultProfile", many),
    ] { #expect(await stage.status("SetChargingProfile", set) == "Rejected", "\(set)") }
    for level in 0..<10 {
      let set = profile(level, "TxDefaultProfile", level: level, [(0, "10")])
      #expect(await stage.status("SetChargingProfile", set) == "Accepted")
    }
    let eleventh = profile(99, "TxDefaultProfile", connector: 0, [(0, "10")])
    #expect(await stage.status("SetChargingProfile", eleventh) == "Rejected")
    let replaced = profile(98, "TxDefaultProfile", level: 9, [(0, "9")])
    #expect(await stage.status("SetChargingProfile", replaced) == "Accepted")
    #expect(await composite(#"{"connectorId":1,"duration":60}"#) == "0:9")
    played.switchOff()
  }
}
