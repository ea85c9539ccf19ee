import Domain
import LoadManagement
import Net

/// What may be set as a limit.
enum SharedCurrent {
  /// Less than the smallest current that a car may be offered would stop every charge.
  static let allowed = minimumAmps...2000
  static let reason =
    "must be whole amperes per phase from \(allowed.lowerBound) to \(allowed.upperBound): "
    + "no car charges with less than \(minimumAmps) A (IEC 61851-1)"
}

extension ChargingSite {
  /// Refuses what would leave a connector that must not be paused without the smallest current.
  ///
  /// - Parameters:
  ///   - limits: as they would be, with the connectors that count.
  ///   - mayBePaused: as it would be.
  /// - Throws: `invalid` with this path.
  func checkThatAllFit(
    in limits: [CurrentLimit], path: String, mayBePaused: (LiveChargePoint) -> Bool
  ) throws(SiteError) {
    let solid = board.all.filter { !mayBePaused($0) }
    let ids = Set(solid.flatMap { live in live.connectors.map { ConnectorID(live.record.id, $0.connector) } })
    for limit in limits {
      let count = limit.members.intersection(ids).count
      guard count * minimumAmps > limit.amps else { continue }
      throw .invalid(
        path: path,
        reason: "leaves too little: \(count) connectors that must not be paused need "
          + "\(count * minimumAmps) A, and there are \(limit.amps) A; raise the limit or allow pauses")
    }
  }

  func checkThatAllFit(in limits: [CurrentLimit], path: String) throws(SiteError) {
    try checkThatAllFit(in: limits, path: path) { $0.record.settings.mayBePaused }
  }
}
