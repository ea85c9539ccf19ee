import OCPP
import Testing

/// One request towards a charge point: with all members the standard knows, and with no more than it needs.
struct OperationSample: Sendable, CustomTestStringConvertible {
  let action: String
  /// In the order in which we write them.
  let full: String
  let least: String
  /// Reads a payload as the charge point does and writes it as we do.
  let rewritten: @Sendable (String) throws -> String

  init<R: OperationRequest & Equatable>(_ type: R.Type, full: String, least: String? = nil) {
    action = type.action
    self.full = full
    self.least = least ?? full
    rewritten = { text(try Operation(try read(R.self, $0)).payload) }
  }

  var testDescription: String { action }

  /// A profile with everything, of any purpose.
  static func profile(purpose: String) -> String {
    #"{"chargingProfileId":1,"transactionId":7,"stackLevel":0,"chargingProfilePurpose":"\#(purpose)","chargingProfileKind":"Recurring","recurrencyKind":"Daily","validFrom":"2026-03-02T10:00:00Z","validTo":"2026-03-02T10:00:00.500Z","chargingSchedule":{"duration":60,"startSchedule":"2026-03-02T10:00:00Z","chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.5,"numberPhases":3},{"startPeriod":30,"limit":6}],"minChargingRate":6.5}}"#
  }

  private static let leastProfile =
    #"{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"W","chargingSchedulePeriod":[{"startPeriod":0,"limit":0}]}}"#
  private static let hashData =
    #"{"hashAlgorithm":"SHA256","issuerNameHash":"aa","issuerKeyHash":"bb","serialNumber":"01"}"#

  static let all: [OperationSample] = [
    .init(CancelReservation.Request.self, full: #"{"reservationId":5}"#),
    .init(CertificateSigned.Request.self, full: #"{"certificateChain":"-----BEGIN"}"#),
    .init(ChangeAvailability.Request.self, full: #"{"connectorId":0,"type":"Inoperative"}"#),
    .init(ChangeConfiguration.Request.self, full: #"{"key":"K","value":""}"#),
    .init(ClearCache.Request.self, full: "{}"),
    .init(
      ClearChargingProfile.Request.self,
      full: #"{"id":1,"connectorId":0,"chargingProfilePurpose":"TxDefaultProfile","stackLevel":0}"#,
      least: "{}"),
    .init(
      DataTransfer.Request.self, full: #"{"vendorId":"V","messageId":"M","data":"D"}"#,
      least: #"{"vendorId":"V"}"#),
    .init(DeleteCertificate.Request.self, full: #"{"certificateHashData":\#(hashData)}"#),
    .init(
      ExtendedTriggerMessage.Request.self,
      full: #"{"requestedMessage":"LogStatusNotification","connectorId":1}"#,
      least: #"{"requestedMessage":"SignChargePointCertificate"}"#),
    .init(
      GetCompositeSchedule.Request.self, full: #"{"connectorId":0,"duration":3600,"chargingRateUnit":"W"}"#,
      least: #"{"connectorId":1,"duration":0}"#),
    .init(GetConfiguration.Request.self, full: #"{"key":["A","B"]}"#, least: "{}"),
    .init(
      GetDiagnostics.Request.self,
      full:
        #"{"location":"ftp://example.org/logs","retries":2,"retryInterval":60,"startTime":"2026-03-01T10:00:00Z","stopTime":"2026-03-02T10:00:00Z"}"#,
      least: #"{"location":"sftp://h/"}"#),
    .init(
      GetInstalledCertificateIds.Request.self, full: #"{"certificateType":"CentralSystemRootCertificate"}"#),
    .init(GetLocalListVersion.Request.self, full: "{}"),
    .init(
      GetLog.Request.self,
      full:
        #"{"log":{"remoteLocation":"https://example.org/","oldestTimestamp":"2026-03-01T10:00:00Z","latestTimestamp":"2026-03-02T10:00:00Z"},"logType":"SecurityLog","requestId":4,"retries":0,"retryInterval":0}"#,
      least: #"{"log":{"remoteLocation":"x"},"logType":"DiagnosticsLog","requestId":4}"#),
    .init(
      InstallCertificate.Request.self,
      full: #"{"certificateType":"ManufacturerRootCertificate","certificate":"-----BEGIN"}"#),
    .init(
      RemoteStartTransaction.Request.self,
      full: #"{"connectorId":1,"idTag":"A","chargingProfile":\#(profile(purpose: "TxProfile"))}"#,
      least: #"{"idTag":"A"}"#),
    .init(RemoteStopTransaction.Request.self, full: #"{"transactionId":7}"#),
    .init(
      ReserveNow.Request.self,
      full:
        #"{"connectorId":0,"expiryDate":"2026-03-02T10:00:00Z","idTag":"A","parentIdTag":"P","reservationId":5}"#,
      least: #"{"connectorId":1,"expiryDate":"2026-03-02T10:00:00Z","idTag":"A","reservationId":5}"#),
    .init(Reset.Request.self, full: #"{"type":"Hard"}"#),
    .init(
      SendLocalList.Request.self,
      full:
        #"{"listVersion":3,"localAuthorizationList":[{"idTag":"A","idTagInfo":{"status":"Accepted","expiryDate":"2026-03-02T10:00:00Z","parentIdTag":"P"}},{"idTag":"B"}],"updateType":"Differential"}"#,
      least: #"{"listVersion":0,"updateType":"Full"}"#),
    .init(
      SetChargingProfile.Request.self,
      full: #"{"connectorId":0,"csChargingProfiles":\#(profile(purpose: "ChargePointMaxProfile"))}"#,
      least: #"{"connectorId":1,"csChargingProfiles":\#(leastProfile)}"#),
    .init(
      SignedUpdateFirmware.Request.self,
      full:
        #"{"retries":1,"retryInterval":60,"requestId":9,"firmware":{"location":"https://example.org/f","retrieveDateTime":"2026-03-02T10:00:00Z","installDateTime":"2026-03-02T11:00:00Z","signingCertificate":"-----BEGIN","signature":"AA=="}}"#,
      least:
        #"{"requestId":9,"firmware":{"location":"x","retrieveDateTime":"2026-03-02T10:00:00Z","signingCertificate":"C","signature":"S"}}"#
    ),
    .init(
      TriggerMessage.Request.self, full: #"{"requestedMessage":"MeterValues","connectorId":1}"#,
      least: #"{"requestedMessage":"Heartbeat"}"#),
    .init(UnlockConnector.Request.self, full: #"{"connectorId":1}"#),
    .init(
      UpdateFirmware.Request.self,
      full:
        #"{"location":"https://example.org/f.bin","retries":3,"retrieveDate":"2026-03-02T10:00:00Z","retryInterval":60}"#,
      least: #"{"location":"http://h/f","retrieveDate":"2026-03-02T10:00:00Z"}"#),
  ]
}
