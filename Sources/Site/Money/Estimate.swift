import Domain
import Storage

/// Ends a transaction whose stop never came, at its last reading. It is flagged and waits for a person, or
/// for the real stop, which takes its place.
struct Estimate {
  let transaction: Transaction
  let receivedAt: Instant

  /// - Returns: the key of its line "to check".
  func end(in file: WriteConnection) throws -> Int64 {
    let last = try file.lastRegisterReading(.transaction(transaction.id))
    let at = max(last?.at ?? transaction.startedAt, transaction.startedAt)
    let register = max(last?.energyMilliWh ?? 0, transaction.meterStartMilliWh)
    _ = try file.setStop(
      transactionID: transaction.id,
      StopFacts(
        stoppedAt: min(at, max(receivedAt, transaction.startedAt)), stoppedAtText: "", receivedAt: receivedAt,
        meterStopMilliWh: register, meterStopText: "", reason: nil))
    try file.addFlag(.superseded, transactionID: transaction.id, at: receivedAt)
    try file.setCost(transactionID: transaction.id, .toCheck, currency: nil, amounts: nil)
    return try ToCheckNote(flag: .superseded, of: transaction, in: file).write(to: file, at: receivedAt)
  }
}
