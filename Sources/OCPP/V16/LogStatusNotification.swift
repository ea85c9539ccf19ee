/// How the upload of a log goes that GetLog asked for (OCPP 1.6 security, N01).
package enum LogStatusNotification {
  /// What the charge point sends.
  package typealias Request = NumberedStatusPayload
  /// What it is answered.
  package typealias Confirmation = EmptyPayload
}
