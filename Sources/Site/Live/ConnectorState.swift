/// What a connector looks like to a person: one word, one icon, one colour.
package enum ConnectorState: String, Sendable {
  case free, waiting, charging, paused, fault, offline, unavailable

  /// From the status that OCPP 1.6 (4.9) names; a connection that is gone outweighs everything but a fault.
  package init(status: String, isOnline: Bool) {
    switch status {
    case "Faulted": self = .fault
    case _ where !isOnline: self = .offline
    case "Charging": self = .charging
    case "SuspendedEV", "SuspendedEVSE": self = .paused
    case "Preparing", "Finishing", "Reserved": self = .waiting
    case "Unavailable": self = .unavailable
    case "Available": self = .free
    default: self = .unavailable
    }
  }
}
