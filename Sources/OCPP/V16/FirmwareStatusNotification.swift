/// How the update of the firmware goes (OCPP 1.6, 4.5).
package enum FirmwareStatusNotification {
  package typealias Request = StatusPayload
  package typealias Confirmation = EmptyPayload
}
