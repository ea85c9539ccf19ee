import Domain
package import Net

/// Every wallbox of the site, as it is now. Filled from the file at the start, then by what the wallboxes
/// say.
@NetworkLoop package final class LiveBoard {
  private var byID: [String: LiveChargePoint] = [:]

  init() {}

  /// All that are not archived, in order of their ids.
  package var chargePoints: [LiveChargePoint] { byID.values.sorted { $0.record.id < $1.record.id } }

  /// The same in any order.
  var all: Dictionary<String, LiveChargePoint>.Values { byID.values }

  /// Nil: no such wallbox, or archived.
  package func chargePoint(id: String) -> LiveChargePoint? { byID[id] }

  /// Those that wait to be accepted, the longest silent first.
  var pending: [LiveChargePoint] {
    byID.values.filter { $0.record.state == .pending }
      .sorted { ($0.lastSeenAt ?? $0.record.firstSeenAt) < ($1.lastSeenAt ?? $1.record.firstSeenAt) }
  }

  /// The wallbox at which a transaction runs.
  func chargePoint(running transactionID: Int64) -> LiveChargePoint? {
    byID.values.first { $0.connector(running: transactionID) != nil }
  }

  func add(_ chargePoint: LiveChargePoint) { byID[chargePoint.record.id] = chargePoint }

  func remove(id: String) { byID[id] = nil }
}
