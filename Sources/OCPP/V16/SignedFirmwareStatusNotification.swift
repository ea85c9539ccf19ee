/// How the update goes that SignedUpdateFirmware asked for (OCPP 1.6 security, L01).
package enum SignedFirmwareStatusNotification {
  /// What the charge point sends.
  package typealias Request = NumberedStatusPayload
  /// What it is answered.
  package typealias Confirmation = EmptyPayload
}
