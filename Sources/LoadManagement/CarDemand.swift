package import Domain

/// What a wallbox says of a connector, as far as it tells whether a car wants to charge.
package struct ConnectorSigns: Sendable {
  /// OCPP 1.6, 4.9; nil: none was told.
  package let status: String?
  package let statusSince: Instant?
  /// When the charge that runs began; nil: none runs.
  package let transactionSince: Instant?

  package init(status: String?, statusSince: Instant?, transactionSince: Instant?) {
    self.status = status
    self.statusSince = statusSince
    self.transactionSince = transactionSince
  }

  var since: Instant? { statusSince ?? transactionSince }
}

/// Whether a car wants to charge. Remembers that one was full: once it is paused by us it can no longer say
/// so.
struct CarDemand: Sendable {
  /// A car that takes nothing for this long is full.
  static let fullAfterMs: Int64 = 2 * 60_000
  /// A cable that is plugged in counts as a car that waits for this long; then somebody has to start.
  static let startWithinMs: Int64 = 3 * 60_000
  /// A full car rests, then is asked again for one slot: it may want to warm up, or to balance its battery.
  static let restMs: Int64 = 60 * 60_000

  private var fullSince: Instant?

  mutating func update(_ signs: ConnectorSigns, at now: Instant) -> Demand {
    let age = signs.statusSince.map { now.milliseconds(since: $0) } ?? 0
    switch signs.status {
    case "SuspendedEV" where signs.transactionSince != nil:
      if age >= Self.fullAfterMs, fullSince == nil { fullSince = now }
      return whileFull(at: now)
    case "SuspendedEVSE" where signs.transactionSince != nil:
      return whileFull(at: now)
    case "Preparing", "SuspendedEV", "SuspendedEVSE":
      fullSince = nil
      return signs.transactionSince != nil || age < Self.startWithinMs ? .wants : .resting
    case "Charging":
      fullSince = nil
      return .wants
    default:
      fullSince = nil
      // A start is told before the status that follows it.
      guard let start = signs.transactionSince else { return .none }
      return signs.statusSince.map { $0 <= start } ?? true ? .wants : .none
    }
  }

  private func whileFull(at now: Instant) -> Demand {
    guard let fullSince else { return .wants }
    let phase = now.milliseconds(since: fullSince) % (Self.restMs + Rotation.slotMs)
    return phase < Self.restMs ? .resting : .wants
  }
}
