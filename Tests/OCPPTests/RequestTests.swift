import Domain
import Formats
import OCPP
import Testing

/// Decodes a payload that stands in a test as text.
func read<P: Payload>(_ type: P.Type, _ payload: String) throws -> P { try P(reading: Array(payload.utf8)) }

private let ten = Instant(millisecondsSince1970: 1_772_445_600_000)

@Suite("Requests of a charge point")
struct RequestTests {
  @Test("BootNotification")
  func boot() throws {
    let full =
      #"{"chargePointVendor":"V","chargePointModel":"M","chargePointSerialNumber":"S","chargeBoxSerialNumber":"B","firmwareVersion":"1.0","iccid":"8949","imsi":"262","meterType":"T","meterSerialNumber":"77"}"#
    let request = try read(BootNotification.Request.self, full)
    var expected = BootNotification.Request(chargePointVendor: "V", chargePointModel: "M")
    expected.chargePointSerialNumber = "S"
    expected.chargeBoxSerialNumber = "B"
    expected.firmwareVersion = "1.0"
    expected.iccid = "8949"
    expected.imsi = "262"
    expected.meterType = "T"
    expected.meterSerialNumber = "77"
    #expect(request == expected)
    #expect(text(request.json) == full)
  }

  @Test("what a wallbox writes for none is none")
  func absent() throws {
    let request = try read(
      BootNotification.Request.self,
      #"{"chargePointModel":17,"iccid":"","imsi":"null","meterType":null,"firmwareVersion":{"a":1},"meterSerialNumber":[]}"#
    )
    #expect(request == BootNotification.Request(chargePointVendor: "", chargePointModel: "17"))
  }

  @Test(
    "Authorize",
    arguments: [
      (#"{"idTag":"ABC"}"#, "ABC"),
      (#"{"connectorId":1,"idTag":12345678901234567890123}"#, "12345678901234567890123"),
      ("{}", ""), ("null", ""), ("[]", ""), ("[ ]", ""), ("", ""), (#"{"idTag":{"idToken":"X"}}"#, ""),
      ("{\"idTag\":\"F6 CA\u{10}\u{0E}\"}", "F6 CA\u{10}\u{0E}"), (#"{"idTag":"a","idTag":"b"}"#, "a"),
      (#"{"\u0069dTag":"a"}"#, "a"),
    ])
  func authorize(payload: String, idTag: String) throws {
    #expect(try read(Authorize.Request.self, payload).idTag == idTag)
  }

  @Test(
    "a payload that is no object cannot be understood",
    arguments: ["1", "[1]", "[{}]", "true", "{", #"{"idTag"}"#])
  func noObject(payload: String) {
    let error = #expect(throws: PayloadError.self) { try read(Authorize.Request.self, payload) }
    #expect(error?.code == .formationViolation)
  }

  @Test("over-long texts are kept whole, absurd ones refused with their path")
  func lengths() throws {
    let kept = String(repeating: "x", count: 4096)
    #expect(try read(Authorize.Request.self, "{\"idTag\":\"\(kept)\"}").idTag == kept)
    let error = #expect(throws: PayloadError.self) {
      try read(Authorize.Request.self, "{\"a\":[{}],\"idTag\":\"\(kept)x\"}")
    }
    #expect(
      error
        == PayloadError(path: "idTag", reason: "More than 4096 bytes.", code: .propertyConstraintViolation))
  }

  @Test("Heartbeat ignores whatever it carries")
  func heartbeat() throws {
    #expect(try read(Heartbeat.Request.self, #"{"x":[1,{"y":2}]}"#) == EmptyPayload())
    #expect(throws: PayloadError.self) { try read(Heartbeat.Request.self, #"{"x":[1,{"y"}]}"#) }
  }

  @Test("StatusNotification")
  func status() throws {
    let full =
      #"{"connectorId":1,"errorCode":"OtherError","info":"hot","status":"Faulted","timestamp":"2026-03-02T10:00:00Z","vendorId":"V","vendorErrorCode":"E7"}"#
    let request = try read(StatusNotification.Request.self, full)
    #expect(request.connectorId == 1)
    #expect(request.status == "Faulted")
    #expect(request.errorCode == "OtherError")
    #expect(request.info == "hot")
    #expect(request.timestamp == WireTime(ten))
    #expect(request.vendorId == "V")
    #expect(request.vendorErrorCode == "E7")
    #expect(text(request.json) == full)
    let bare = try read(StatusNotification.Request.self, #"{"connectorId":"2","status":"Ladend"}"#)
    #expect(bare == StatusNotification.Request(connectorId: 2, status: "Ladend"))
    #expect(bare.errorCode == "NoError")
    let error = #expect(throws: PayloadError.self) { try read(StatusNotification.Request.self, "{}") }
    #expect(error?.path == "status")
    #expect(error?.code == .protocolError)
  }

  @Test("StartTransaction")
  func start() throws {
    let full =
      #"{"connectorId":1,"idTag":"ABC","meterStart":4296944685,"reservationId":5,"timestamp":"2026-03-02T10:00:00Z"}"#
    let request = try read(StartTransaction.Request.self, full)
    #expect(
      request
        == StartTransaction.Request(
          connectorId: 1, idTag: "ABC", meterStart: WireEnergy(wattHours: 4_296_944_685),
          timestamp: WireTime(ten),
          reservationId: 5))
    #expect(request.meterStart.milliWh == 4_296_944_685_000)
    #expect(text(request.json) == full)
    let odd = try read(
      StartTransaction.Request.self,
      #"{"connectorId":1.0,"meterStart":" 12,3456","timestamp":"2026-03-02 10:00:00"}"#)
    #expect(odd.connectorId == 1)
    #expect(odd.idTag == "")
    #expect(odd.meterStart == WireEnergy(text: " 12,3456"))
    #expect(odd.meterStart.milliWh == 12346)
    #expect(odd.timestamp.instant == ten)
    #expect(!odd.timestamp.hasZone)
    let bare = try read(
      StartTransaction.Request.self, #"{"connectorId":1,"meterStart":"NaN","timestamp":"soon"}"#)
    #expect(bare.meterStart == WireEnergy(text: "NaN"))
    #expect(bare.meterStart.milliWh == nil)
    #expect(bare.timestamp.text == "soon")
    #expect(bare.timestamp.instant == nil)
    let error = #expect(throws: PayloadError.self) { try read(StartTransaction.Request.self, "{}") }
    #expect(error?.path == "connectorId")
  }

  @Test("StopTransaction")
  func stop() throws {
    let full =
      #"{"idTag":"ABC","meterStop":13345,"timestamp":"2026-03-02T10:00:00Z","transactionId":7,"reason":"EVDisconnected","transactionData":[{"timestamp":"2026-03-02T10:00:00Z","sampledValue":[{"value":"13345","context":"Transaction.End","format":"Raw","measurand":"Energy.Active.Import.Register","phase":"L1","location":"Outlet","unit":"Wh"}]}]}"#
    let request = try read(StopTransaction.Request.self, full)
    #expect(request.transactionId == 7)
    #expect(request.idTag == "ABC")
    #expect(request.meterStop.milliWh == 13_345_000)
    #expect(request.timestamp == WireTime(ten))
    #expect(request.reason == "EVDisconnected")
    let sample = SampledValue(
      value: "13345", context: "Transaction.End", format: "Raw", measurand: "Energy.Active.Import.Register",
      phase: "L1", location: "Outlet", unit: "Wh")
    #expect(request.transactionData == [MeterValue(timestamp: WireTime(ten), sampledValues: [sample])])
    #expect(text(request.json) == full)
  }

  @Test(
    "a stop keeps every transaction id that was ever seen",
    arguments: [
      ("-1", -1), ("0", 0), ("null", -1), ("\"12\"", 12), ("\" 12 \"", 12), ("9223372036854775807", .max),
      ("9223372036854775808", .max), ("1e40", .max), ("-9e99", .min), ("\"none\"", -1), ("{}", -1),
      ("4294967296", 4_294_967_296),
      ("12.0", 12),
    ] as [(String, Int64)])
  func transactionIds(sent: String, read expected: Int64) throws {
    #expect(try read(StopTransaction.Request.self, "{\"transactionId\":\(sent)}").transactionId == expected)
    #expect(try read(StopTransaction.Request.self, "{}").transactionId == -1)
  }

  @Test("MeterValues")
  func meterValues() throws {
    let full =
      #"{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"2026-03-02T10:00:00Z","sampledValue":[{"value":"1"},{"value":"2","unit":"W"}]},{"timestamp":"2026-03-02T10:00:00Z","sampledValue":[]}]}"#
    let request = try read(MeterValues.Request.self, full)
    let samples = [SampledValue(value: "1"), SampledValue(value: "2", unit: "W")]
    #expect(
      request
        == MeterValues.Request(
          connectorId: 1, transactionId: 7,
          meterValue: [
            MeterValue(timestamp: WireTime(ten), sampledValues: samples),
            MeterValue(timestamp: WireTime(ten), sampledValues: []),
          ]))
    #expect(text(request.json) == full)
  }

  @Test("MeterValues in odd shapes")
  func oddMeterValues() throws {
    let single = try read(
      MeterValues.Request.self,
      #"{"meterValue":{"timestamp":"2026-03-02T10:00:00Z","sampledValue":{"value":1.50,"unit":"","context":null}}}"#
    )
    #expect(single.connectorId == 0)
    #expect(single.transactionId == nil)
    #expect(
      single.meterValue == [
        MeterValue(timestamp: WireTime(ten), sampledValues: [SampledValue(value: "1.50")])
      ])
    for nothing in [
      "[]", "null", "{}", #"{"meterValue":[]}"#, #"{"meterValue":null}"#, #"{"meterValue":[1,"x",null]}"#,
    ] {
      #expect(try read(MeterValues.Request.self, nothing).meterValue.isEmpty)
    }
    let empties = try read(
      MeterValues.Request.self, #"{"meterValue":[{"sampledValue":[{},{"unit":"W"},{"value":""}]}]}"#)
    #expect(empties.meterValue.map(\.sampledValues) == [[SampledValue(value: "")]])
    #expect(empties.meterValue.map(\.timestamp.text) == [""])
  }

  @Test("words of the standard and others come as they were sent")
  func words() throws {
    let words = [
      "Wh", "kWh", "W", "A", "V", "L1", "L1-N", "Raw", "Outlet", "Voltage", "Sample.Periodic", "Hertz", "x",
      "Current.import", "Energy.Active.Import.Register", "Energy.Active.Import.Registes", "ÄÖÜ",
      "Transaction.Begim",
    ]
    for word in words {
      let payload = "{\"meterValue\":{\"sampledValue\":{\"value\":\"1\",\"measurand\":\"\(word)\"}}}"
      #expect(
        try read(MeterValues.Request.self, payload).meterValue.first?.sampledValues.first?.measurand == word)
    }
  }

  @Test("signed values are kept whole though they are long")
  func signed() throws {
    let value = "OCMF|" + String(repeating: "x", count: 100_000)
    let payload = "{\"meterValue\":{\"sampledValue\":{\"value\":\"\(value)\",\"format\":\"SignedData\"}}}"
    #expect(try read(MeterValues.Request.self, payload).meterValue.first?.sampledValues.first?.value == value)
  }

  @Test("DataTransfer keeps its data as JSON")
  func dataTransfer() throws {
    let full = #"{"vendorId":"V","messageId":"M","data":"{\"a\":1}"}"#
    let request = try read(DataTransfer.Request.self, full)
    #expect(request == DataTransfer.Request(vendorId: "V", messageId: "M", data: #""{\"a\":1}""#))
    #expect(text(request.json) == full)
    #expect(try read(DataTransfer.Request.self, #"{"data":{"a" : [1, 2]}}"#).data == #"{"a":[1,2]}"#)
    #expect(try read(DataTransfer.Request.self, "{\"data\":[\"a\u{1}\"]}").data == #"["a\u0001"]"#)
    #expect(try read(DataTransfer.Request.self, #"{"data":1.50}"#).data == "1.50")
    #expect(try read(DataTransfer.Request.self, #"{"data":null}"#).data == nil)
  }

  @Test("the two status messages")
  func statuses() throws {
    #expect(try read(FirmwareStatusNotification.Request.self, #"{"status":"Idle"}"#).status == "Idle")
    #expect(try read(DiagnosticsStatusNotification.Request.self, "{}").status == "")
    #expect(text(StatusPayload(status: "Idle").json) == #"{"status":"Idle"}"#)
  }
  @Test("SecurityEventNotification")
  func securityEvent() throws {
    let full =
      #"{"type":"SettingSystemTime","timestamp":"2026-03-02T10:00:00Z","techInfo":"NTP"}"#
    let request = try read(SecurityEventNotification.Request.self, full)
    #expect(
      request
        == SecurityEventNotification.Request(
          type: "SettingSystemTime", timestamp: WireTime(ten), techInfo: "NTP"))
    #expect(text(request.json) == full)
    let long = String(repeating: "x", count: 4000)
    let odd = try read(
      SecurityEventNotification.Request.self,
      "{\"type\":\"\(long)\",\"timestamp\":5,\"more\":{},\"techInfo\":\"\"}")
    #expect(odd.type == long)
    #expect(odd.timestamp.text == "5")
    #expect(odd.techInfo == nil)
    for nothing in ["", "{}", "null", "[]"] {
      #expect(try read(SecurityEventNotification.Request.self, nothing).type == "")
    }
  }

  @Test("SignCertificate needs a request to sign, however long")
  func signCertificate() throws {
    let csr = String(repeating: "M", count: 8000)
    let request = try read(SignCertificate.Request.self, "{\"csr\":\"\(csr)\",\"typeOfCertificate\":\"x\"}")
    #expect(request == SignCertificate.Request(csr: csr))
    #expect(text(request.json) == "{\"csr\":\"\(csr)\"}")
    let error = #expect(throws: PayloadError.self) { try read(SignCertificate.Request.self, "{}") }
    #expect(error?.path == "csr")
    #expect(error?.code == .protocolError)
  }

  @Test("the two notifications with a number")
  func numberedStatuses() throws {
    let full = #"{"status":"Uploading","requestId":4}"#
    let request = try read(LogStatusNotification.Request.self, full)
    #expect(request == NumberedStatusPayload(status: "Uploading", requestId: 4))
    #expect(text(request.json) == full)
    let idle = try read(SignedFirmwareStatusNotification.Request.self, #"{"status":"Idle","x":[]}"#)
    #expect(idle == NumberedStatusPayload(status: "Idle"))
    #expect(text(idle.json) == #"{"status":"Idle"}"#)
    #expect(
      try read(LogStatusNotification.Request.self, #"{"status":"Idle","requestId":"-1"}"#).requestId == -1)
    #expect(try read(LogStatusNotification.Request.self, "null") == NumberedStatusPayload(status: ""))
  }
}
