import Domain
import Formats
import Net
import OCPP
import Testing

@testable import Simulator

/// Cards that a wallbox knows by itself.
@NetworkLoop
@Suite struct LocalListCallTests {
  private let stage = PlayedStage()

  private func card(_ idTag: String, _ status: String?, expiry: String? = nil) -> String {
    let expiry = expiry.map { #","expiryDate":"\#($0)""# } ?? ""
    return status.map { #"{"idTag":"\#(idTag)","idTagInfo":{"status":"\#($0)"\#(expiry)}}"# }
      ?? #"{"idTag":"\#(idTag)"}"#
  }

  private func send(_ version: Int, _ type: String, _ cards: [String]) async -> String? {
    let list = cards.joined(separator: ",")
    return await stage.status(
      "SendLocalList",
      #"{"listVersion":\#(version),"updateType":"\#(type)","localAuthorizationList":[\#(list)]}"#)
  }

  private func version() async -> Int64? {
    await stage.confirmed("GetLocalListVersion", "{}")?["listVersion"]?.integerValue
  }

  private func change(_ key: String, _ value: String) async {
    let request = #"{"key":"\#(key)","value":"\#(value)"}"#
    #expect(await stage.status("ChangeConfiguration", request) == "Accepted")
  }

  @Test("it keeps full and differential lists with their versions")
  func versions() async throws {
    let played = try await stage.wallbox()
    #expect(await version() == 0)
    #expect(await send(5, "Full", [card("A", "Accepted"), card("B", "Blocked")]) == "Accepted")
    #expect(await version() == 5)
    #expect(await send(5, "Differential", [card("C", "Accepted")]) == "VersionMismatch")
    #expect(await send(4, "Differential", [card("C", "Accepted")]) == "VersionMismatch")
    #expect(await send(6, "Differential", [card("C", "Accepted"), card("A", nil)]) == "Accepted")
    #expect(await version() == 6)
    #expect(played.chargePoint.listed("a") == nil)
    #expect(played.chargePoint.listed("b")?.status == .blocked)
    #expect(played.chargePoint.listed("C")?.status == .accepted)
    #expect(await send(2, "Full", []) == "Accepted")
    #expect(await version() == 0)
    #expect(await send(2, "Differential", [card("A", "Accepted")]) == "VersionMismatch")
    played.switchOff()
  }

  @Test("a list it cannot take changes nothing")
  func refused() async throws {
    let played = try await stage.wallbox()
    #expect(await send(1, "Full", [card("A", "Accepted")]) == "Accepted")
    let long = (0...100).map { card("X\($0)", "Accepted") }
    #expect(await send(2, "Full", long) == "Failed")
    #expect(await send(2, "Full", [card("B", nil)]) == "Failed")
    #expect(await send(2, "Full", [card("B", "Accepted"), card("b", "Blocked")]) == "Failed")
    for part in 0..<4 {
      let most = part == 3 ? 99 : 100
      let cards = (0..<most).map { card("P\(part)-\($0)", "Accepted") }
      #expect(await send(3 + part, "Differential", cards) == "Accepted")
    }
    #expect(await send(9, "Differential", [card("ONE-MORE", "Accepted")]) == "Failed")
    #expect(await version() == 6)
    await change("LocalAuthListEnabled", "false")
    #expect(await send(10, "Full", []) == "NotSupported")
    #expect(await version() == -1)
    played.switchOff()
  }

  @Test(
    "without a connection only cards it may trust begin a charge, and the start is delivered afterwards",
    arguments: [
      ("GOOD", [:], true), ("good", [:], true), ("BLOCKED", [:], false), ("OLD", [:], false),
      ("UNKNOWN", [:], false), ("UNKNOWN", ["AllowOfflineTxForUnknownId": "true"], true),
      ("BLOCKED", ["AllowOfflineTxForUnknownId": "true"], false),
      ("GOOD", ["LocalAuthorizeOffline": "false"], false),
      ("GOOD", ["LocalAuthListEnabled": "false"], false),
    ] as [(String, [String: String], Bool)])
  func offline(idTag: String, keys: [String: String], starts: Bool) async throws {
    let played = try await stage.wallbox(rate: 500)
    let cards = [
      card("GOOD", "Accepted", expiry: "2040-01-01T00:00:00Z"), card("BLOCKED", "Blocked"),
      card("OLD", "Accepted", expiry: "2020-01-01T00:00:00Z"),
    ]
    #expect(await send(1, "Full", cards) == "Accepted")
    for (key, value) in keys { await change(key, value) }
    played.chargePoint.networkLost()
    played.begin(unplanned: idTag)
    // The visit goes on to its charge, or to its end without one.
    await eventually("a verdict") { played.visit == nil || played.visit?.transaction != nil }
    #expect((played.visit?.transaction != nil) == starts)
    #expect(!stage.server.actions().contains("StartTransaction"))
    played.chargePoint.networkBack()
    await eventually("all is delivered") {
      played.chargePoint.isConnected && played.chargePoint.unanswered == 0
    }
    #expect(stage.server.actions().contains("StartTransaction") == starts)
    #expect(!stage.server.actions().contains("Authorize"))
    played.switchOff()
  }

  @Test("with LocalPreAuthorize a listed card is not asked for")
  func preAuthorize() async throws {
    let played = try await stage.wallbox(rate: 500)
    #expect(await send(1, "Full", [card("GOOD", "Accepted")]) == "Accepted")
    await change("LocalPreAuthorize", "true")
    played.begin(unplanned: "GOOD")
    await eventually("a charge") { stage.server.actions().contains("StartTransaction") }
    #expect(!stage.server.actions().contains("Authorize"))
    played.switchOff()
  }
}
