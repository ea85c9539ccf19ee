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
    guard try hasRoom(rows, in: file) else { throw TooManyPending() }
  }

  /// Whether more of these rows are kept.
  func hasRoom(_ rows: (KeptRows) -> Int, in file: ReadConnection) throws -> Bool {
    guard isPending else { return true }
    let bound = limits.pendingRowsPerChargePoint
    return rows(try file.countKeptRows(chargePointKey: chargePointKey, upTo: bound)) < bound
  }
}

/// A pending wallbox has sent more than is kept of one that nobody accepted yet.
struct TooManyPending: Error {}
