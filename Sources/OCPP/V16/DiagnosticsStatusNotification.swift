/// How the upload of diagnostics goes (OCPP 1.6, 4.4).
package enum DiagnosticsStatusNotification {
  package typealias Request = StatusPayload
  package typealias Confirmation = EmptyPayload
}
