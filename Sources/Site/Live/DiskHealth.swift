package import Domain
import Net
import Storage

/// Whether what comes in can be kept.
package enum DiskHealth: Sendable, Equatable {
  case ok
  case full(since: Instant)
  case readOnly(since: Instant)
  case error(since: Instant)
}

extension ChargingSite {
  /// The state of the disk by the last write; heals by itself with the next one that succeeds.
  package var diskHealth: DiskHealth {
    guard let failure = store.health else { return .ok }
    switch failure.error.kind {
    case .full: return .full(since: failure.at)
    case .readOnly: return .readOnly(since: failure.at)
    default: return .error(since: failure.at)
    }
  }
}
