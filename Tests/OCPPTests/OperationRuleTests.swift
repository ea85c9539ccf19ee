import Formats
import OCPP
import Testing

/// Every request towards a charge point against every kind of slip.
@Suite("Every operation is held to the standard")
struct OperationRuleTests {
  @Test("the samples are all there is")
  func complete() {
    #expect(OperationSample.all.map(\.action) == Operation.supported)
    #expect(Operation.supported.count == 26)
  }

  @Test(
    "what the standard allows is sent unchanged, written by hand or by us", arguments: OperationSample.all)
  func allowed(sample: OperationSample) throws {
    for payload in [sample.full, sample.least] {
      let operation = try Operation(action: sample.action, payload: JSONValue.parse(payload))
      #expect(text(operation.payload) == payload)
      #expect(try sample.rewritten(payload) == payload)
    }
  }

  @Test("a member of another type is refused with its path", arguments: OperationSample.all)
  func types(sample: OperationSample) throws {
    for slip in Slip.each(in: try JSONValue.parse(sample.full), Slip.otherType) {
      expect(slip, sample.action, .typeConstraintViolation)
    }
  }

  @Test("nothing that is required may be missing", arguments: OperationSample.all)
  func missing(sample: OperationSample) throws {
    for slip in Slip.each(in: try JSONValue.parse(sample.least), { _ in nil }) where !slip.isElement {
      expect(slip, sample.action, .protocolError)
    }
  }

  @Test("a card of a local list has its id and, where it says something of it, a status")
  func missingInList() throws {
    let sample = try #require(OperationSample.all.first { $0.action == "SendLocalList" })
    let slips = Slip.each(in: try JSONValue.parse(sample.full)) { _ in nil }
    for path in ["localAuthorizationList[1].idTag", "localAuthorizationList[0].idTagInfo.status"] {
      expect(try #require(slips.first { $0.path == path }), sample.action, .protocolError)
    }
  }

  @Test("nothing unknown may be added, however deep", arguments: OperationSample.all)
  func unknown(sample: OperationSample) throws {
    for slip in Slip.additions(to: try JSONValue.parse(sample.full)) {
      expect(slip, sample.action, .formationViolation)
    }
  }

  @Test(
    "words are those of the standard, spelt as there",
    arguments: [
      ("ChangeAvailability", "type", ["Inoperative", "Operative"]),
      ("ClearChargingProfile", "chargingProfilePurpose", purposes),
      (
        "DeleteCertificate", "certificateHashData.hashAlgorithm", ["SHA256", "SHA384", "SHA512"]
      ),
      (
        "ExtendedTriggerMessage", "requestedMessage",
        [
          "BootNotification", "LogStatusNotification", "FirmwareStatusNotification", "Heartbeat",
          "MeterValues", "SignChargePointCertificate", "StatusNotification",
        ]
      ),
      ("GetCompositeSchedule", "chargingRateUnit", ["A", "W"]),
      ("GetInstalledCertificateIds", "certificateType", roots),
      ("GetLog", "logType", ["DiagnosticsLog", "SecurityLog"]),
      ("InstallCertificate", "certificateType", roots),
      ("RemoteStartTransaction", "chargingProfile.chargingProfilePurpose", ["TxProfile"]),
      ("Reset", "type", ["Hard", "Soft"]),
      ("SendLocalList", "updateType", ["Differential", "Full"]),
      (
        "SendLocalList", "localAuthorizationList[0].idTagInfo.status",
        ["Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx"]
      ),
      ("SetChargingProfile", "csChargingProfiles.chargingProfilePurpose", purposes),
      (
        "SetChargingProfile", "csChargingProfiles.chargingProfileKind", ["Absolute", "Recurring", "Relative"]
      ),
      ("SetChargingProfile", "csChargingProfiles.recurrencyKind", ["Daily", "Weekly"]),
      ("SetChargingProfile", "csChargingProfiles.chargingSchedule.chargingRateUnit", ["A", "W"]),
      (
        "TriggerMessage", "requestedMessage",
        [
          "BootNotification", "DiagnosticsStatusNotification", "FirmwareStatusNotification", "Heartbeat",
          "MeterValues", "StatusNotification",
        ]
      ),
    ])
  func words(action: String, path: String, words: [String]) throws {
    for word in words {
      let slip = try slip(action, path, .string(word))
      #expect(throws: Never.self) { try Operation(action: action, payload: slip.payload) }
    }
    for word in ["", words[0].lowercased() + "x", "Authorize"] {
      expect(try slip(action, path, .string(word)), action, .propertyConstraintViolation)
    }
  }

  private static let purposes = ["ChargePointMaxProfile", "TxDefaultProfile", "TxProfile"]
  private static let roots = ["CentralSystemRootCertificate", "ManufacturerRootCertificate"]

  @Test(
    "texts are as long as the standard allows, in characters",
    arguments: [
      ("CertificateSigned", "certificateChain", 10_000), ("ChangeConfiguration", "key", 50),
      ("ChangeConfiguration", "value", 500), ("DataTransfer", "vendorId", 255),
      ("DataTransfer", "messageId", 50), ("DeleteCertificate", "certificateHashData.issuerNameHash", 128),
      ("DeleteCertificate", "certificateHashData.issuerKeyHash", 128),
      ("DeleteCertificate", "certificateHashData.serialNumber", 40), ("GetConfiguration", "key[1]", 50),
      ("GetLog", "log.remoteLocation", 512), ("InstallCertificate", "certificate", 5500),
      ("RemoteStartTransaction", "idTag", 20), ("ReserveNow", "idTag", 20), ("ReserveNow", "parentIdTag", 20),
      ("SendLocalList", "localAuthorizationList[1].idTag", 20),
      ("SendLocalList", "localAuthorizationList[0].idTagInfo.parentIdTag", 20),
      ("SignedUpdateFirmware", "firmware.location", 512),
      ("SignedUpdateFirmware", "firmware.signingCertificate", 5500),
      ("SignedUpdateFirmware", "firmware.signature", 800),
    ])
  func lengths(action: String, path: String, max: Int) throws {
    let whole = try slip(action, path, .string(String(repeating: "ä", count: max)))
    #expect(throws: Never.self) { try Operation(action: action, payload: whole.payload) }
    let long = try slip(action, path, .string(String(repeating: "ä", count: max + 1)))
    expect(long, action, .propertyConstraintViolation)
  }

  @Test(
    "numbers have their least value",
    arguments: [
      ("ChangeAvailability", "connectorId", 0), ("ClearChargingProfile", "connectorId", 0),
      ("ClearChargingProfile", "stackLevel", 0), ("ExtendedTriggerMessage", "connectorId", 1),
      ("GetCompositeSchedule", "connectorId", 0), ("GetCompositeSchedule", "duration", 0),
      ("GetDiagnostics", "retries", 0), ("GetDiagnostics", "retryInterval", 0), ("GetLog", "retries", 0),
      ("GetLog", "retryInterval", 0), ("RemoteStartTransaction", "connectorId", 1),
      ("ReserveNow", "connectorId", 0), ("SendLocalList", "listVersion", 0),
      ("SetChargingProfile", "connectorId", 0), ("SetChargingProfile", "csChargingProfiles.stackLevel", 0),
      ("SignedUpdateFirmware", "retries", 0), ("SignedUpdateFirmware", "retryInterval", 0),
      ("TriggerMessage", "connectorId", 1), ("UnlockConnector", "connectorId", 1),
      ("UpdateFirmware", "retries", 0), ("UpdateFirmware", "retryInterval", 0),
    ] as [(String, String, Int64)])
  func leastNumbers(action: String, path: String, least: Int64) throws {
    let lowest = try slip(action, path, .number(String(least)))
    #expect(throws: Never.self) { try Operation(action: action, payload: lowest.payload) }
    expect(try slip(action, path, .number(String(least - 1))), action, .propertyConstraintViolation)
    expect(try slip(action, path, .number("2147483648")), action, .typeConstraintViolation)
  }

  @Test(
    "instants, URIs and limits have their form",
    arguments: [
      ("GetDiagnostics", "startTime", "2026-03-02"), ("GetDiagnostics", "location", "logs"),
      ("GetDiagnostics", "location", "ftp:"), ("GetDiagnostics", "location", "://example.org"),
      ("GetDiagnostics", "location", "1ftp://example.org"), ("UpdateFirmware", "location", "http://a b/"),
      ("UpdateFirmware", "retrieveDate", "now"), ("GetLog", "log.oldestTimestamp", "2026-03-02T10:00:00"),
      ("ReserveNow", "expiryDate", "2026-03-02 10:00:00Z"),
      ("SendLocalList", "localAuthorizationList[0].idTagInfo.expiryDate", "tomorrow"),
      ("SetChargingProfile", "csChargingProfiles.validTo", ""),
      ("SignedUpdateFirmware", "firmware.installDateTime", "10:00"),
    ])
  func forms(action: String, path: String, value: String) throws {
    expect(try slip(action, path, .string(value)), action, .propertyConstraintViolation)
  }

  @Test("a limit has one digit after the point, and a schedule has a period")
  func periods() throws {
    let schedule = "csChargingProfiles.chargingSchedule."
    let fine = try slip(
      "SetChargingProfile", schedule + "chargingSchedulePeriod[0].limit", .number("16.05"))
    expect(fine, "SetChargingProfile", .propertyConstraintViolation)
    let none = try slip("SetChargingProfile", schedule + "chargingSchedulePeriod", [])
    expect(none, "SetChargingProfile", .occurenceConstraintViolation)
  }

  /// The action's full sample with another value at `path`.
  private func slip(_ action: String, _ path: String, _ value: JSONValue) throws -> Slip {
    let sample = try #require(OperationSample.all.first { $0.action == action })
    let slips = Slip.each(in: try JSONValue.parse(sample.full)) { _ in value }
    return try #require(slips.first { $0.path == path })
  }

  private func expect(
    _ slip: Slip, _ action: String, _ code: RPCErrorCode, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: PayloadError.self, "\(slip.path)", sourceLocation: sourceLocation) {
      try Operation(action: action, payload: slip.payload)
    }
    #expect(error?.path == slip.path, sourceLocation: sourceLocation)
    #expect(error?.code == code, "\(slip.path)", sourceLocation: sourceLocation)
  }
}
