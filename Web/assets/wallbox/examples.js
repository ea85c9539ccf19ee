// Every operation a central system can send in OCPP 1.6 (chapter 5, and the security white paper), each with
// a payload that is valid once its values are yours.
const inAnHour = () => new Date(Date.now() + 3600000).toISOString().slice(0, 19) + "Z"
const pem = "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n"
const hash = { hashAlgorithm: "SHA256", issuerNameHash: "", issuerKeyHash: "", serialNumber: "" }

export const examples = {
  CancelReservation: () => ({ reservationId: 1 }),
  CertificateSigned: () => ({ certificateChain: pem }),
  ChangeAvailability: () => ({ connectorId: 1, type: "Operative" }),
  ChangeConfiguration: () => ({ key: "HeartbeatInterval", value: "300" }),
  ClearCache: () => ({}),
  ClearChargingProfile: () => ({ id: 1 }),
  DataTransfer: () => ({ vendorId: "", messageId: "", data: "" }),
  DeleteCertificate: () => ({ certificateHashData: hash }),
  ExtendedTriggerMessage: () => ({ requestedMessage: "StatusNotification", connectorId: 1 }),
  GetCompositeSchedule: () => ({ connectorId: 1, duration: 3600, chargingRateUnit: "A" }),
  GetConfiguration: () => ({ key: ["HeartbeatInterval"] }),
  GetDiagnostics: () => ({ location: "ftp://server/folder" }),
  GetInstalledCertificateIds: () => ({ certificateType: "CentralSystemRootCertificate" }),
  GetLocalListVersion: () => ({}),
  GetLog: () => ({ logType: "SecurityLog", requestId: 1, log: { remoteLocation: "ftp://server/folder" } }),
  InstallCertificate: () => ({ certificateType: "CentralSystemRootCertificate", certificate: pem }),
  RemoteStartTransaction: () => ({ connectorId: 1, idTag: "04A1B2C3" }),
  RemoteStopTransaction: () => ({ transactionId: 1 }),
  ReserveNow: () => ({ connectorId: 1, expiryDate: inAnHour(), idTag: "04A1B2C3", reservationId: 1 }),
  Reset: () => ({ type: "Soft" }),
  SendLocalList: () => ({
    listVersion: 1, updateType: "Full",
    localAuthorizationList: [{ idTag: "04A1B2C3", idTagInfo: { status: "Accepted" } }],
  }),
  SetChargingProfile: () => ({
    connectorId: 1,
    csChargingProfiles: {
      chargingProfileId: 1, stackLevel: 0, chargingProfilePurpose: "TxDefaultProfile",
      chargingProfileKind: "Relative",
      chargingSchedule: {
        chargingRateUnit: "A", chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
      },
    },
  }),
  SignedUpdateFirmware: () => ({
    requestId: 1,
    firmware: {
      location: "ftp://server/file", retrieveDateTime: inAnHour(), signingCertificate: pem, signature: "",
    },
  }),
  TriggerMessage: () => ({ requestedMessage: "StatusNotification", connectorId: 1 }),
  UnlockConnector: () => ({ connectorId: 1 }),
  UpdateFirmware: () => ({ location: "ftp://server/file", retrieveDate: inAnHour() }),
}
