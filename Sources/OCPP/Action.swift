import Formats

/// What a charge point asks of us (OCPP 1.6, chapter 4, and its security extension). A plain switch: names
/// are compared as bytes, and only an unknown one becomes a String.
package enum Action: Sendable, Equatable {
  case authorize, bootNotification, dataTransfer, diagnosticsStatusNotification, firmwareStatusNotification
  case heartbeat, logStatusNotification, meterValues, securityEventNotification, signCertificate
  case signedFirmwareStatusNotification, startTransaction, statusNotification, stopTransaction
  /// Everything else, as it was sent.
  case other(String)

  /// The names a charge point may use.
  package static let known: [Action] = [
    .authorize, .bootNotification, .dataTransfer, .diagnosticsStatusNotification, .firmwareStatusNotification,
    .heartbeat, .logStatusNotification, .meterValues, .securityEventNotification, .signCertificate,
    .signedFirmwareStatusNotification, .startTransaction, .statusNotification, .stopTransaction,
  ]

  /// The frequent ones first.
  init(_ token: JSONToken) {
    switch token {
    case "MeterValues": self = .meterValues
    case "Heartbeat": self = .heartbeat
    case "StatusNotification": self = .statusNotification
    case "StartTransaction": self = .startTransaction
    case "StopTransaction": self = .stopTransaction
    case "Authorize": self = .authorize
    case "BootNotification": self = .bootNotification
    case "DataTransfer": self = .dataTransfer
    case "FirmwareStatusNotification": self = .firmwareStatusNotification
    case "DiagnosticsStatusNotification": self = .diagnosticsStatusNotification
    case "SecurityEventNotification": self = .securityEventNotification
    case "LogStatusNotification": self = .logStatusNotification
    case "SignedFirmwareStatusNotification": self = .signedFirmwareStatusNotification
    case "SignCertificate": self = .signCertificate
    default: self = .other(token.text)
    }
  }

  /// As it stands in the frame.
  package var name: String {
    switch self {
    case .authorize: "Authorize"
    case .bootNotification: "BootNotification"
    case .dataTransfer: "DataTransfer"
    case .diagnosticsStatusNotification: "DiagnosticsStatusNotification"
    case .firmwareStatusNotification: "FirmwareStatusNotification"
    case .heartbeat: "Heartbeat"
    case .logStatusNotification: "LogStatusNotification"
    case .meterValues: "MeterValues"
    case .securityEventNotification: "SecurityEventNotification"
    case .signCertificate: "SignCertificate"
    case .signedFirmwareStatusNotification: "SignedFirmwareStatusNotification"
    case .startTransaction: "StartTransaction"
    case .statusNotification: "StatusNotification"
    case .stopTransaction: "StopTransaction"
    case .other(let name): name
    }
  }
}
