/// The error codes of a CALLERROR, spelt as OCPP-J 1.6 does (4.2.3, table 7), its misspelling included:
/// wallboxes compare these words letter by letter and resend for ever when one is new to them.
package enum RPCErrorCode: String, Sendable, CaseIterable {
  case notImplemented = "NotImplemented"
  case notSupported = "NotSupported"
  case internalError = "InternalError"
  case protocolError = "ProtocolError"
  case securityError = "SecurityError"
  case formationViolation = "FormationViolation"
  case propertyConstraintViolation = "PropertyConstraintViolation"
  case occurenceConstraintViolation = "OccurenceConstraintViolation"
  case typeConstraintViolation = "TypeConstraintViolation"
  case genericError = "GenericError"

  /// What a wallbox means: the spellings of 2.0.1 and 2.1 too; every unknown word is a generic error.
  package init(received spelling: String) {
    switch spelling {
    case "FormatViolation", "FormattViolation", "RpcFrameworkError": self = .formationViolation
    case "OccurrenceConstraintViolation": self = .occurenceConstraintViolation
    case "MessageTypeNotSupported": self = .notSupported
    default: self = RPCErrorCode(rawValue: spelling) ?? .genericError
    }
  }
}
