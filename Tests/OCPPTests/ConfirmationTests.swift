import Domain
import OCPP
import Testing

private let now = Instant(millisecondsSince1970: 1_772_445_600_250)

@Suite("Confirmations")
struct ConfirmationTests {
  @Test("every confirmation of ours is written exactly so, and the charge point's side reads it")
  func ours() throws {
    try check(
      BootNotification.Confirmation(status: .accepted, currentTime: now, intervalSeconds: 300),
      #"{"status":"Accepted","currentTime":"2026-03-02T10:00:00.250Z","interval":300}"#)
    try check(Heartbeat.Confirmation(currentTime: now), #"{"currentTime":"2026-03-02T10:00:00.250Z"}"#)
    let info = IdTagInfo(status: .accepted, expiryDate: now, parentIdTag: "P\"")
    try check(
      Authorize.Confirmation(idTagInfo: info),
      #"{"idTagInfo":{"status":"Accepted","expiryDate":"2026-03-02T10:00:00.250Z","parentIdTag":"P\""}}"#)
    try check(
      StartTransaction.Confirmation(
        transactionId: 2_147_483_647, idTagInfo: IdTagInfo(status: .concurrentTx)),
      #"{"idTagInfo":{"status":"ConcurrentTx"},"transactionId":2147483647}"#)
    try check(StopTransaction.Confirmation(), "{}")
    try check(
      StopTransaction.Confirmation(idTagInfo: IdTagInfo(status: .invalid)),
      #"{"idTagInfo":{"status":"Invalid"}}"#)
    try check(MeterValues.Confirmation(), "{}")
    try check(StatusNotification.Confirmation(), "{}")
    try check(DataTransfer.Confirmation(status: "UnknownVendorId"), #"{"status":"UnknownVendorId"}"#)
    try check(
      DataTransfer.Confirmation(status: "Accepted", data: #""x""#), #"{"status":"Accepted","data":"x"}"#)
  }

  @Test("every confirmation of a charge point")
  func theirs() throws {
    try check(RemoteStartTransaction.Confirmation(status: "Rejected"), #"{"status":"Rejected"}"#)
    let keys = [
      GetConfiguration.KeyValue(key: "A", isReadOnly: true, value: ""), GetConfiguration.KeyValue(key: "B"),
    ]
    try check(
      GetConfiguration.Confirmation(configurationKey: keys, unknownKey: ["C"]),
      #"{"configurationKey":[{"key":"A","readonly":true,"value":""},{"key":"B","readonly":false}],"unknownKey":["C"]}"#
    )
    let odd = try read(
      GetConfiguration.Confirmation.self,
      #"{"configurationKey":{"key":"A","readonly":"true","value":300},"unknownKey":null}"#)
    #expect(odd.configurationKey == [GetConfiguration.KeyValue(key: "A", isReadOnly: true, value: "300")])
    #expect(odd.unknownKey.isEmpty)
  }

  @Test("the confirmations with content of their own")
  func contents() throws {
    try check(GetLocalListVersion.Confirmation(listVersion: -1), #"{"listVersion":-1}"#)
    #expect(throws: PayloadError.self) { try read(GetLocalListVersion.Confirmation.self, "{}") }
    try check(GetDiagnostics.Confirmation(), "{}")
    try check(GetDiagnostics.Confirmation(fileName: "a.zip"), #"{"fileName":"a.zip"}"#)
    try check(
      GetLog.Confirmation(status: "Accepted", filename: "a.log"),
      #"{"status":"Accepted","filename":"a.log"}"#)
    try check(GetInstalledCertificateIds.Confirmation(status: "NotFound"), #"{"status":"NotFound"}"#)
    let data = CertificateHashData(
      hashAlgorithm: "SHA256", issuerNameHash: "aa", issuerKeyHash: "bb", serialNumber: "01")
    try check(
      GetInstalledCertificateIds.Confirmation(status: "Accepted", certificateHashData: [data]),
      #"{"certificateHashData":[{"hashAlgorithm":"SHA256","issuerNameHash":"aa","issuerKeyHash":"bb","serialNumber":"01"}],"status":"Accepted"}"#
    )
    let odd = try read(
      GetInstalledCertificateIds.Confirmation.self,
      #"{"status":"Accepted","certificateHashData":{"hashAlgorithm":"SHA256","serialNumber":1}}"#)
    #expect(odd.certificateHashData.map(\.serialNumber) == ["1"])
    try check(SendLocalList.Confirmation(status: "VersionMismatch"), #"{"status":"VersionMismatch"}"#)
  }

  @Test("GetCompositeSchedule tells limits in tenths")
  func compositeSchedule() throws {
    try check(GetCompositeSchedule.Confirmation(status: "Rejected"), #"{"status":"Rejected"}"#)
    let schedule = ChargingSchedule(
      duration: 600, unit: .watts,
      periods: [.init(startPeriod: 0, limitTenths: 110_405), .init(startPeriod: 300, limitTenths: 0)])
    try check(
      GetCompositeSchedule.Confirmation(
        status: "Accepted", connectorId: 1, scheduleStart: now, chargingSchedule: schedule),
      #"{"status":"Accepted","connectorId":1,"scheduleStart":"2026-03-02T10:00:00.250Z","chargingSchedule":{"duration":600,"chargingRateUnit":"W","chargingSchedulePeriod":[{"startPeriod":0,"limit":11040.5},{"startPeriod":300,"limit":0}]}}"#
    )
    let odd = try read(
      GetCompositeSchedule.Confirmation.self,
      #"{"status":"Accepted","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":{"startPeriod":"0","limit":"16,04"}}}"#
    )
    #expect(odd.chargingSchedule?.chargingSchedulePeriod == [.init(startPeriod: 0, limitTenths: 160)])
  }

  @Test(
    "a schedule that says nothing is refused with its path",
    arguments: [
      ("{}", "chargingRateUnit"), (#"{"chargingRateUnit":"A"}"#, "chargingSchedulePeriod"),
      (
        #"{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":1},{"startPeriod":1}]}"#,
        "chargingSchedulePeriod[1].limit"
      ),
    ])
  func emptySchedule(schedule: String, path: String) {
    let error = #expect(throws: PayloadError.self) {
      try read(GetCompositeSchedule.Confirmation.self, "{\"chargingSchedule\":\(schedule)}")
    }
    #expect(error?.path == "chargingSchedule." + path)
  }

  @Test("a parent id that the standard has no room for is left out")
  func longParent() throws {
    let info = IdTagInfo(status: .accepted, parentIdTag: String(repeating: "x", count: 21))
    #expect(text(Authorize.Confirmation(idTagInfo: info).json) == #"{"idTagInfo":{"status":"Accepted"}}"#)
  }

  @Test("an unknown status lets nobody charge; a confirmation without its core is refused")
  func lenientReading() throws {
    let odd = try read(
      Authorize.Confirmation.self, #"{"idTagInfo":{"status":"accepted","expiryDate":"soon"}}"#)
    #expect(odd.idTagInfo == IdTagInfo(status: .invalid))
    #expect(throws: PayloadError.self) { try read(Authorize.Confirmation.self, "{}") }
    #expect(throws: PayloadError.self) {
      try read(StartTransaction.Confirmation.self, #"{"transactionId":1}"#)
    }
    #expect(throws: PayloadError.self) {
      try read(
        BootNotification.Confirmation.self,
        #"{"status":"Maybe","currentTime":"2026-03-02T10:00:00Z","interval":1}"#)
    }
  }

  private func check<P: Payload & Equatable>(_ payload: P, _ json: String) throws {
    #expect(text(payload.json) == json)
    #expect(try read(P.self, json) == payload)
  }
}
