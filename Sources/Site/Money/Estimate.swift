import Billing
import Domain
import Net
import Storage

/// Ends a transaction whose stop never came, at the best reading there is (`StopEstimate`). It is flagged and
/// waits for a person, or for the real stop, which takes its place.
struct Estimate {
  let transaction: Transaction
  /// Why it is ended here: `superseded` or `stop_missing`.
  let reason: Flag
  /// When it had ended at the latest.
  let until: Instant
  let receivedAt: Instant

  /// More readings outside a charge than a wallbox sends in a month.
  private static let mostReadings = 10_000

  /// - Returns: the key of its line "to check".
  func end(in file: WriteConnection) throws -> Int64 {
    let last = try best(in: file)
    _ = try file.setStop(
      transactionID: transaction.id,
      StopFacts(
        stoppedAt: min(last.at, max(receivedAt, transaction.startedAt)), stoppedAtText: "",
        receivedAt: receivedAt, meterStopMilliWh: last.energyMilliWh, meterStopText: "", reason: nil))
    for flag in [reason, .estimated] {
      try file.addFlag(flag, transactionID: transaction.id, at: receivedAt)
    }
    try file.setCost(transactionID: transaction.id, .toCheck, currency: nil, amounts: nil)
    return try ToCheckNote(flag: reason, of: transaction, in: file).write(to: file, at: receivedAt)
  }

  private func best(in file: ReadConnection) throws -> RegisterReading {
    let start = RegisterReading(at: transaction.startedAt, energyMilliWh: transaction.meterStartMilliWh)
    let outside = try file.registers(
      outsideTransactionsAt: transaction.connector, chargePointKey: transaction.chargePointKey,
      from: transaction.startedAt, to: until, limit: Self.mostReadings)
    return StopEstimate(start: start).end(
      samples: try file.sampledRegisters(transactionID: transaction.id), outside: outside, until: until)
  }
}

/// The charges of a connector, or of a whole wallbox, whose stop did not come.
struct MissingStop: Sendable {
  let chargePointKey: Int64
  /// Nil: all.
  let connector: Int?
  let until: Instant
  let receivedAt: Instant

  struct Ended: Sendable {
    var ids: [Int64] = []
    /// Keys of their lines "to check".
    var lines: [Int64] = []
  }

  @NetworkLoop init(_ live: LiveChargePoint, connector: Int?, until: Instant, at now: Instant) {
    chargePointKey = live.record.key
    self.connector = connector
    self.until = until
    receivedAt = now
  }

  func end(in file: WriteConnection) throws -> Ended {
    var ended = Ended()
    for open in try file.openTransactions(chargePointKey: chargePointKey)
    where connector == nil || open.connector == connector {
      let estimate = Estimate(
        transaction: open, reason: .stopMissing, until: max(until, open.startedAt), receivedAt: receivedAt)
      ended.lines.append(try estimate.end(in: file))
      ended.ids.append(open.id)
    }
    return ended
  }
}
