import Domain
import Net
import Site

/// Why a bay does not charge, as the key of a sentence that says what to do about it.
enum WhyNot {
  /// Of a charge that runs there; nil: nothing keeps it.
  static func running(status: ConnectorStatus?, isOnline: Bool) -> String? {
    guard isOnline else { return "why.offline-running" }
    switch status?.status {
    case "Faulted": return fault(status?.errorCode)
    case "SuspendedEV": return "why.car-full"
    case "SuspendedEVSE": return "why.held"
    case "Unavailable": return "why.unavailable"
    default: return nil
    }
  }

  /// Of a bay where somebody wants to start; nil: nothing is in the way.
  static func starting(status: ConnectorStatus?, isOnline: Bool, isTaken: Bool) -> String? {
    if status?.status == "Faulted" { return fault(status?.errorCode) }
    guard isOnline else { return "why.offline" }
    if isTaken { return "why.taken" }
    switch status?.status {
    case "Unavailable": return "why.unavailable"
    case "Finishing": return "why.finishing"
    case "Reserved": return "why.reserved"
    case "Preparing": return "why.plugged"
    default: return status?.errorCode == "ReaderFailure" ? "why.reader" : nil
    }
  }

  /// OCPP 1.6, 7.6 ChargePointErrorCode.
  private static func fault(_ code: String?) -> String {
    switch code {
    case "GroundFailure", "ConnectorLockFailure", "EVCommunicationError", "HighTemperature",
      "OverCurrentFailure":
      "why.fault." + (code ?? "")
    case "OverVoltage", "UnderVoltage": "why.fault.voltage"
    default: "why.fault"
    }
  }
}
