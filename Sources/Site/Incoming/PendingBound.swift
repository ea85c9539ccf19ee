import Domain
import Net
import Storage

/// A pending wallbox may be anyone's: what it sends is kept, up to a bound.
struct PendingBound: Sendable {
  let isPending: Bool
  let chargePointKey: Int64
  let limits: Limits

  @NetworkLoop init(_ live: LiveChargePoint, _ limits: Limits) {
    isPending = live.record.state == .pending
    chargePointKey = live.record.key
    self.limits = limits
  }

  /// - Throws: `TooManyPending` when a pending wallbox has sent its fill of these rows.
  func check(_ rows: (KeptRows) -> Int, in file: ReadConnection) throws {
    guard isPending else { return }
    let bound = limits.pendingRowsPerChargePoint
    if rows(try file.countKeptRows(chargePointKey: chargePointKey, upTo: bound)) >= bound {
      throw TooManyPending()
    }
  }
}

/// A pending wallbox has sent more than is kept of one that nobody accepted yet.
struct TooManyPending: Error {}
