/// How the update of the firmware goes (OCPP 1.6, 4.5).
package enum FirmwareStatusNotification {
  /// What the charge point sends.
  package typealias Request = StatusPayload
  /// What it is answered.
  package typealias Confirmation = EmptyPayload
}
