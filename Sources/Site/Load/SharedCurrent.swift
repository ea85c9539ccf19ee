import Domain
import LoadManagement
import Net

/// What may be set as a limit.
enum SharedCurrent {
  /// Less than the smallest current that a car may be offered would stop every charge.
  static let allowed = minimumAmps...2000
  static let reason = Wording(
    "shared-current",
    "must be whole amperes per phase from {least} to {most}: no car charges with less (IEC 61851-1)",
    ["least": String(allowed.lowerBound), "most": String(allowed.upperBound)])
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
        reason: Wording(
          "too-little-current",
          "leaves too little: {count} connectors that must not be paused need {needed} A, and there are "
            + "{limit} A; raise the limit or allow pauses",
          [
            "count": String(count), "needed": String(count * minimumAmps), "limit": String(limit.amps),
          ]))
    }
  }

  func checkThatAllFit(in limits: [CurrentLimit], path: String) throws(SiteError) {
    try checkThatAllFit(in: limits, path: path) { $0.record.settings.mayBePaused }
  }
}
