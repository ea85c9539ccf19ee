import Domain
import Formats
import Net
import OCPP
import Testing

@testable import Simulator

/// A wallbox that is kept free for somebody.
@NetworkLoop
@Suite struct ReservationCallTests {
  private let stage = PlayedStage()

  private func reserve(
    _ id: Int, for idTag: String = "MINE", until end: Instant? = nil, connector: Int = 1,
    parent: String? = nil
  ) async -> String? {
    let expiry = InstantFormat.string(end ?? stage.begin.advanced(bySeconds: 30 * 86_400))
    let parent = parent.map { #","parentIdTag":"\#($0)""# } ?? ""
    return await stage.status(
      "ReserveNow",
      #"{"connectorId":\#(connector),"expiryDate":"\#(expiry)","idTag":"\#(idTag)","reservationId":\#(id)\#(parent)}"#
    )
  }

  @Test("a reservation shows, is replaced by its own number only, and can be cancelled")
  func cancel() async throws {
    let played = try await stage.wallbox()
    #expect(await reserve(3) == "Accepted")
    await eventually("reserved") { stage.statuses.last == "Reserved" }
    #expect(await reserve(4) == "Occupied")
    #expect(await reserve(3, for: "OTHER", connector: 0) == "Accepted")
    #expect(await reserve(3, connector: 2) == "Rejected")
    #expect(await reserve(3, until: stage.begin.advanced(bySeconds: -60)) == "Rejected")
    #expect(await stage.status("CancelReservation", #"{"reservationId":4}"#) == "Rejected")
    #expect(await stage.status("CancelReservation", #"{"reservationId":3}"#) == "Accepted")
    await eventually("available") { stage.statuses.last == "Available" }
    #expect(await stage.status("CancelReservation", #"{"reservationId":3}"#) == "Rejected")
    played.switchOff()
  }

  @Test("it ends at its date by itself")
  func expiry() async throws {
    let played = try await stage.wallbox(rate: 1_000)
    let end = played.time.now().advanced(bySeconds: 3_600)
    #expect(await reserve(3, until: end) == "Accepted")
    await eventually("reserved") { stage.statuses.last == "Reserved" }
    await eventually("available") { stage.statuses.last == "Available" }
    #expect(played.time.now() >= end)
    #expect(await stage.status("CancelReservation", #"{"reservationId":3}"#) == "Rejected")
    played.switchOff()
  }

  @Test("only the card it is for may charge, and the start tells the number")
  func use() async throws {
    let played = try await stage.wallbox(rate: 500)
    #expect(await reserve(3) == "Accepted")
    #expect(await stage.status("RemoteStartTransaction", #"{"idTag":"OTHER"}"#) == "Rejected")
    played.begin(unplanned: "OTHER")
    await eventually("the other is gone") { played.isFree && stage.statuses.last == "Reserved" }
    #expect(!stage.server.actions().contains("StartTransaction"))
    #expect(await stage.status("RemoteStartTransaction", #"{"idTag":"mine"}"#) == "Accepted")
    await eventually("a charge") { stage.server.actions().contains("StartTransaction") }
    #expect(stage.server.payloads("StartTransaction").first?["reservationId"]?.integerValue == 3)
    #expect(await reserve(5) == "Occupied")
    #expect(await stage.status("RemoteStopTransaction", #"{"transactionId":7}"#) == "Accepted")
    await eventually("used up") { stage.statuses.last == "Available" }
    played.switchOff()
  }

  @Test("a card of the same group may use it, another group's may not", arguments: ["GROUP", "OTHERS"])
  func group(parent: String) async throws {
    let played = try await stage.wallbox(rate: 500)
    stage.server.script = { call in
      call.action == "Authorize"
        ? .result(#"{"idTagInfo":{"status":"Accepted","parentIdTag":"\#(parent)"}}"#)
        : ScriptedServer.kind(call)
    }
    #expect(await reserve(3, parent: "GROUP") == "Accepted")
    #expect(await stage.status("RemoteStartTransaction", #"{"idTag":"OTHER"}"#) == "Accepted")
    await eventually("a verdict") {
      stage.server.actions().contains("StartTransaction")
        || (stage.server.actions().contains("Authorize") && played.isFree)
    }
    #expect(stage.server.actions().contains("StartTransaction") == (parent == "GROUP"))
    played.switchOff()
  }

  @Test("out of service it cannot be reserved, and back in service a reservation shows")
  func availability() async throws {
    let played = try await stage.wallbox()
    _ = await stage.status("ChangeAvailability", #"{"connectorId":1,"type":"Inoperative"}"#)
    #expect(await reserve(3) == "Unavailable")
    _ = await stage.status("ChangeAvailability", #"{"connectorId":1,"type":"Operative"}"#)
    #expect(await reserve(3) == "Accepted")
    _ = await stage.status("ChangeAvailability", #"{"connectorId":1,"type":"Inoperative"}"#)
    await eventually("unavailable") { stage.statuses.last == "Unavailable" }
    _ = await stage.status("ChangeAvailability", #"{"connectorId":1,"type":"Operative"}"#)
    await eventually("reserved") { stage.statuses.last == "Reserved" }
    played.switchOff()
  }
}
