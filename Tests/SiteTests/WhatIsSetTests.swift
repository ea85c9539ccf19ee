import Domain
import Formats
import Net
import OCPP
import Storage
import Testing

@testable import Site

@Suite("What operations set in a wallbox") @NetworkLoop struct WhatIsSetTests {
  private static let later = "2026-03-02T12:00:00Z"

  /// Sends an operation as a person, and answers it as the wallbox.
  private func send(
    _ action: String, _ payload: JSONValue, answer: String, _ site: TestSite, _ box: TestBox
  ) async throws {
    async let outcome = site.site.send(
      action: action, payload: payload, to: "CP01", timeoutMs: 5000, by: "Ann")
    let id = try #require(await box.next()?.arrayValue?[1].stringValue)
    box.sendText(answer.hasPrefix("[") ? answer : #"[3,"\#(id)",\#(answer)]"#)
    _ = try await outcome
  }

  private func accept(_ action: String, _ payload: JSONValue, _ site: TestSite, _ box: TestBox) async throws {
    try await send(action, payload, answer: #"{"status":"Accepted"}"#, site, box)
  }

  private func reserve(
    _ id: Int, connector: Int = 1, answer: String = "Accepted", _ site: TestSite, _ box: TestBox
  ) async throws {
    try await send(
      "ReserveNow",
      [
        "connectorId": .number(String(connector)), "expiryDate": .string(Self.later), "idTag": "CARD1",
        "reservationId": .number(String(id)),
      ], answer: #"{"status":"\#(answer)"}"#, site, box)
  }

  private func profile(_ id: Int, level: Int = 0, purpose: String = "TxDefaultProfile") -> JSONValue {
    [
      "chargingProfileId": .number(String(id)), "stackLevel": .number(String(level)),
      "chargingProfilePurpose": .string(purpose), "chargingProfileKind": "Relative",
      "chargingSchedule": [
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": .array([["startPeriod": .number("0"), "limit": .number("16")]]),
      ],
    ]
  }

  private func reservations(_ site: TestSite) async throws -> [Reservation] {
    try await site.site.reader.read { file in try file.reservations(after: nil, limit: 10).items }
  }

  private func profiles(_ site: TestSite) async throws -> [KeptChargingProfile] {
    try await site.site.reader.read { file in try file.chargingProfiles(after: nil, limit: 10).items }
  }

  private func keys(_ site: TestSite) async throws -> [ConfigurationKey] {
    let key = try #require(site.site.board.chargePoint(id: "CP01")?.record.key)
    return try await site.site.reader.read { file in try file.configurationKeys(chargePointKey: key) }
  }

  @Test("a reservation stands once accepted, until it is replaced, cancelled or used")
  func reservation() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await TestBox.connect(to: site)
    try await reserve(1, answer: "Occupied", site, box)
    #expect(try await reservations(site).isEmpty)
    try await reserve(1, site, box)
    try await reserve(1, connector: 2, site, box)
    try await reserve(2, connector: 0, site, box)
    try await accept("CancelReservation", ["reservationId": .number("2")], site, box)
    #expect(try await reservations(site).map(\.endedAs) == [.cancelled, nil, .replaced])
    let answer = try await box.call(
      "StartTransaction",
      #"{"connectorId":2,"idTag":"CARD1","meterStart":0,"timestamp":"2026-03-02T09:00:00Z","reservationId":1}"#
    )
    let kept = try await reservations(site)
    #expect(kept.map(\.endedAs) == [.cancelled, .used, .replaced])
    #expect(kept[1].transactionID == answer["transactionId"]?.integerValue)
    #expect(kept.map(\.requestedBy) == ["Ann", "Ann", "Ann"])
    await site.close()
  }

  @Test("a cancellation that the wallbox refuses changes nothing")
  func refusedCancellation() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    try await reserve(7, site, box)
    try await send(
      "CancelReservation", ["reservationId": .number("7")], answer: #"{"status":"Rejected"}"#, site, box)
    #expect(try await reservations(site).map(\.endedAs) == [nil])
    await site.close()
  }

  @Test("a charging profile replaces the one of its id, and the one of its purpose and level")
  func profileReplaces() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    func set(_ connector: Int, _ profile: JSONValue) async throws {
      try await accept(
        "SetChargingProfile",
        ["connectorId": .number(String(connector)), "csChargingProfiles": profile], site, box)
    }
    try await set(1, profile(1))
    try await set(1, profile(2, level: 1))
    try await set(2, profile(3))
    #expect(try await profiles(site).map(\.profileID) == [3, 2, 1])
    try await set(1, profile(4))
    #expect(try await profiles(site).map(\.profileID) == [4, 3, 2])
    try await set(0, profile(2))
    #expect(try await profiles(site).map(\.profileID) == [2, 4, 3])
    #expect(try await profiles(site).map(\.connector) == [0, 1, 2])
    await site.close()
  }

  @Test("clearing takes the profile named, or those that fit, or all; Unknown means they are gone")
  func profilesCleared() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    for id in 1...4 {
      try await accept(
        "SetChargingProfile",
        [
          "connectorId": .number(id < 3 ? "1" : "2"),
          "csChargingProfiles": profile(id, level: id % 2),
        ], site, box)
    }
    func clear(_ criteria: JSONValue, _ status: String = "Accepted") async throws -> [Int64] {
      try await send("ClearChargingProfile", criteria, answer: #"{"status":"\#(status)"}"#, site, box)
      return try await profiles(site).map(\.profileID)
    }
    #expect(try await clear(["id": .number("4"), "connectorId": .number("1")]) == [3, 2, 1])
    #expect(try await clear(["connectorId": .number("1"), "stackLevel": .number("0")]) == [3, 1])
    #expect(try await clear(["chargingProfilePurpose": "TxProfile"]) == [3, 1])
    #expect(try await clear(["connectorId": .number("2")], "Unknown") == [1])
    #expect(try await clear([:]) == [])
    await site.close()
  }

  @Test("a profile for one charge is gone with it, whether it named the charge or not")
  func profileOfOneCharge() async throws {
    let site = try await TestSite.open()
    try await site.addCard("CARD1")
    let box = try await TestBox.connect(to: site)
    let (id, _) = try await box.start()
    try await accept(
      "SetChargingProfile",
      ["connectorId": .number("1"), "csChargingProfiles": profile(1, purpose: "TxProfile")], site, box)
    #expect(try await profiles(site).map(\.transactionID) == [id])
    try await box.stop(id)
    #expect(try await profiles(site).isEmpty)
    await site.close()
  }

  @Test("what the appliance asks by itself is kept as well, and is on no list of operations")
  func byItself() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    let live = try #require(site.site.board.chargePoint(id: "CP01"))
    async let asked = site.site.ask(GetConfiguration.Request(), of: live)
    let id = try #require(await box.next()?.arrayValue?[1].stringValue)
    box.sendText(
      #"[3,"\#(id)",{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"300"},"#
        + #"{"key":"AuthorizationKey","readonly":false,"value":"secret"}],"unknownKey":["Odd"]}]"#)
    _ = try await asked.get()
    #expect(try await keys(site).map(\.key) == ["AuthorizationKey", "HeartbeatInterval"])
    #expect(try await keys(site).map(\.value) == [nil, "300"])
    let operations = try await site.site.reader.read { try $0.operations(after: nil, limit: 5).items }
    #expect(operations.isEmpty)
    await site.close()
  }

  @Test("a configuration key knows what was wanted of it and what came of it, but never a password")
  func configuration() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    func change(_ key: String, _ value: String, _ status: String) async throws {
      try await send(
        "ChangeConfiguration", ["key": .string(key), "value": .string(value)],
        answer: #"{"status":"\#(status)"}"#, site, box)
    }
    try await change("A", "1", "Accepted")
    try await change("a", "2", "RebootRequired")
    try await change("AuthorizationKey", "a-long-password-01", "Accepted")
    let kept = try await keys(site)
    #expect(kept.map(\.value) == ["1", nil])
    #expect(kept.map(\.wanted) == ["2", nil])
    #expect(kept.map(\.answer) == ["RebootRequired", "Accepted"])
    await site.close()
  }

  @Test("a key that is refused by an error keeps the error's code")
  func configurationError() async throws {
    let site = try await TestSite.open()
    let box = try await TestBox.connect(to: site)
    async let outcome = site.site.send(
      action: "ChangeConfiguration", payload: ["key": "A", "value": "1"], to: "CP01", timeoutMs: 5000,
      by: "Ann")
    let id = try #require(await box.next()?.arrayValue?[1].stringValue)
    box.sendText(#"[4,"\#(id)","NotSupported","no",{}]"#)
    _ = try await outcome
    #expect(try await keys(site).map(\.answer) == ["NotSupported"])
    #expect(try await keys(site).map(\.value) == [nil])
    await site.close()
  }
}
