/// How the upload of diagnostics goes (OCPP 1.6, 4.4).
package enum DiagnosticsStatusNotification {
  /// What the charge point sends.
  package typealias Request = StatusPayload
  /// What it is answered.
  package typealias Confirmation = EmptyPayload
}
