package import Net
package import OCPP

/// A transaction as the wallbox sees it. What was begun stays as it is, so that a repeated message has the
/// same content as the first.
@NetworkLoop
package final class PretendTransaction {
  package let start: StartTransaction.Request
  /// The server's id and its verdict on the card; nil until the start has been answered.
  package private(set) var confirmation: StartTransaction.Confirmation?
  /// Called once, when the start has been answered.
  package var onConfirmed: (@NetworkLoop (StartTransaction.Confirmation) -> Void)?
  /// Called once, when the stop has been answered.
  package var onStopped: (@NetworkLoop () -> Void)?

  init(_ start: StartTransaction.Request) { self.start = start }

  func confirm(_ confirmation: StartTransaction.Confirmation) {
    self.confirmation = confirmation
    onConfirmed?(confirmation)
    onConfirmed = nil
  }

  /// The id for the messages that follow; -1 where the start was given up (OCPP 1.6 errata, 3.18).
  var wireID: Int64 { confirmation?.transactionId ?? -1 }
}
