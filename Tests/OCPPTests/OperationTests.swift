import Formats
import OCPP
import Testing

/// A profile that the standard allows in RemoteStartTransaction.
private let profile =
  #"{"chargingProfileId":1,"transactionId":7,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Recurring","recurrencyKind":"Daily","validFrom":"2026-03-02T10:00:00Z","validTo":"2026-03-02T10:00:00.5+01:00","chargingSchedule":{"duration":60,"startSchedule":"2026-03-02T10:00:00Z","chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.0,"numberPhases":3}],"minChargingRate":6.5}}"#

@Suite("Operations towards a charge point")
struct OperationTests {
  @Test(
    "what the standard allows is sent unchanged",
    arguments: [
      ("ChangeAvailability", #"{"connectorId":0,"type":"Inoperative"}"#),
      ("ChangeAvailability", #"{"connectorId":2,"type":"Operative"}"#),
      ("ChangeConfiguration", #"{"key":"K","value":""}"#),
      ("ClearCache", "{}"), ("DataTransfer", #"{"vendorId":"V"}"#),
      ("DataTransfer", #"{"vendorId":"V","messageId":"M","data":"D"}"#), ("GetConfiguration", "{}"),
      ("GetConfiguration", #"{"key":[]}"#), ("GetConfiguration", #"{"key":["A","B"]}"#),
      ("RemoteStartTransaction", #"{"idTag":"ABC"}"#),
      ("RemoteStartTransaction", #"{"connectorId":1,"idTag":"ABC"}"#),
      ("RemoteStartTransaction", #"{"idTag":"ABC","chargingProfile":\#(profile)}"#),
      ("RemoteStopTransaction", #"{"transactionId":7}"#), ("Reset", #"{"type":"Hard"}"#),
      ("Reset", #"{"type":"Soft"}"#),
      ("TriggerMessage", #"{"requestedMessage":"MeterValues","connectorId":1}"#),
      ("TriggerMessage", #"{"requestedMessage":"BootNotification"}"#),
      ("TriggerMessage", #"{"requestedMessage":"DiagnosticsStatusNotification"}"#),
      ("TriggerMessage", #"{"requestedMessage":"FirmwareStatusNotification"}"#),
      ("TriggerMessage", #"{"requestedMessage":"Heartbeat"}"#),
      ("TriggerMessage", #"{"requestedMessage":"StatusNotification"}"#),
      ("UnlockConnector", #"{"connectorId":1}"#),
    ])
  func allowed(action: String, payload: String) throws {
    let operation = try Operation(action: action, payload: JSONValue.parse(payload))
    #expect(text(operation.payload) == payload)
    #expect(operation.action == action)
  }

  @Test(
    "what it does not is refused with path and kind",
    arguments: [
      ("BootNotification", "{}", "action", .notImplemented), ("reset", "{}", "action", .notImplemented),
      ("Reset", "[]", "", .typeConstraintViolation), ("Reset", "{}", "type", .protocolError),
      ("Reset", #"{"type":"soft"}"#, "type", .propertyConstraintViolation),
      ("Reset", #"{"type":1}"#, "type", .typeConstraintViolation),
      ("Reset", #"{"type":"Soft","x":1}"#, "x", .formationViolation),
      ("ClearCache", #"{"x":1}"#, "x", .formationViolation),
      ("UnlockConnector", #"{"connectorId":0}"#, "connectorId", .propertyConstraintViolation),
      ("UnlockConnector", #"{"connectorId":"1"}"#, "connectorId", .typeConstraintViolation),
      ("UnlockConnector", #"{"connectorId":1.0}"#, "connectorId", .typeConstraintViolation),
      ("UnlockConnector", #"{"connectorId":2147483648}"#, "connectorId", .typeConstraintViolation),
      ("UnlockConnector", #"{"connectorId":null}"#, "connectorId", .typeConstraintViolation),
      (
        "ChangeAvailability", #"{"connectorId":-1,"type":"Operative"}"#, "connectorId",
        .propertyConstraintViolation
      ),
      ("ChangeAvailability", #"{"connectorId":1}"#, "type", .protocolError),
      ("ChangeConfiguration", #"{"key":"K"}"#, "value", .protocolError),
      ("ChangeConfiguration", #"{"key":"K","value":true}"#, "value", .typeConstraintViolation),
      ("GetConfiguration", #"{"key":"A"}"#, "key", .typeConstraintViolation),
      ("GetConfiguration", #"{"key":["A",1]}"#, "key[1]", .typeConstraintViolation),
      ("DataTransfer", #"{"vendorId":"V","data":{}}"#, "data", .typeConstraintViolation),
      ("RemoteStopTransaction", #"{"transactionId":"7"}"#, "transactionId", .typeConstraintViolation),
      ("RemoteStartTransaction", #"{"connectorId":1}"#, "idTag", .protocolError),
      (
        "RemoteStartTransaction", #"{"connectorId":0,"idTag":"A"}"#, "connectorId",
        .propertyConstraintViolation
      ),
      (
        "TriggerMessage", #"{"requestedMessage":"Authorize"}"#, "requestedMessage",
        .propertyConstraintViolation
      ),
      (
        "TriggerMessage", #"{"requestedMessage":"Heartbeat","connectorId":0}"#, "connectorId",
        .propertyConstraintViolation
      ),
    ] as [(String, String, String, RPCErrorCode)])
  func refused(action: String, payload: String, path: String, code: RPCErrorCode) throws {
    let value = try JSONValue.parse(payload)
    let error = #expect(throws: PayloadError.self) { try Operation(action: action, payload: value) }
    #expect(error?.path == path)
    #expect(error?.code == code)
  }

  @Test(
    "each member of a charging profile is held to the standard",
    arguments: [
      ("chargingProfileId", "1.5", .typeConstraintViolation), ("chargingProfileId", nil, .protocolError),
      ("transactionId", "null", .typeConstraintViolation), ("stackLevel", "-1", .propertyConstraintViolation),
      ("stackLevel", nil, .protocolError),
      ("chargingProfilePurpose", "\"TxDefaultProfile\"", .propertyConstraintViolation),
      ("chargingProfilePurpose", nil, .protocolError),
      ("chargingProfileKind", "\"absolute\"", .propertyConstraintViolation),
      ("recurrencyKind", "\"Monthly\"", .propertyConstraintViolation),
      ("validFrom", "\"2026-03-02\"", .propertyConstraintViolation),
      ("validFrom", "\"2026-03-02T10:00:00\"", .propertyConstraintViolation),
      ("validTo", "\"2026-03-02 10:00:00Z\"", .propertyConstraintViolation),
      ("validTo", "1", .typeConstraintViolation),
      ("chargingSchedule", nil, .protocolError), ("chargingSchedule", "[]", .typeConstraintViolation),
      ("x", "1", .formationViolation),
    ] as [(String, String?, RPCErrorCode)])
  func profileMembers(member: String, value: String?, code: RPCErrorCode) throws {
    guard var object = try JSONValue.parse(profile).objectValue else { return }
    object[member] = try value.map { try JSONValue.parse($0) }
    let payload: JSONValue = ["idTag": "A", "chargingProfile": .object(object)]
    let error = #expect(throws: PayloadError.self) {
      try Operation(action: "RemoteStartTransaction", payload: payload)
    }
    #expect(error?.path == "chargingProfile." + member)
    #expect(error?.code == code)
  }

  @Test(
    "each member of a schedule is held to the standard",
    arguments: [
      (#""limit":16.0"#, #""limit":16.05"#, "chargingSchedulePeriod[0].limit"),
      (#""limit":16.0"#, #""limit":"16""#, "chargingSchedulePeriod[0].limit"),
      (#""limit":16.0,"#, "", "chargingSchedulePeriod[0].limit"),
      (#""startPeriod":0,"#, "", "chargingSchedulePeriod[0].startPeriod"),
      (#""numberPhases":3"#, #""numberPhases":"3""#, "chargingSchedulePeriod[0].numberPhases"),
      (#""numberPhases":3"#, #""phases":3"#, "chargingSchedulePeriod[0].phases"),
      (#""minChargingRate":6.5"#, #""minChargingRate":6.55"#, "minChargingRate"),
      (#""chargingRateUnit":"A""#, #""chargingRateUnit":"kW""#, "chargingRateUnit"),
      (#""duration":60"#, #""duration":"60""#, "duration"),
    ])
  func schedule(old: String, new: String, path: String) throws {
    let pieces = profile.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(pieces.count == 2)
    let broken = try JSONValue.parse(pieces.joined(separator: new))
    let payload: JSONValue = ["idTag": "A", "chargingProfile": broken]
    let error = #expect(throws: PayloadError.self) {
      try Operation(action: "RemoteStartTransaction", payload: payload)
    }
    #expect(error?.path == "chargingProfile.chargingSchedule." + path)
  }

  @Test("a schedule needs a period")
  func noPeriod() throws {
    let pieces = profile.split(separator: #"{"startPeriod":0,"limit":16.0,"numberPhases":3}"#)
    let payload: JSONValue = ["idTag": "A", "chargingProfile": try JSONValue.parse(pieces.joined())]
    let error = #expect(throws: PayloadError.self) {
      try Operation(action: "RemoteStartTransaction", payload: payload)
    }
    #expect(error?.code == .occurenceConstraintViolation)
  }

  @Test("a request of ours is held to the standard as well")
  func typed() {
    let long = RemoteStartTransaction.Request(idTag: String(repeating: "x", count: 21))
    #expect(throws: PayloadError.self) { try Operation(long) }
  }
}
