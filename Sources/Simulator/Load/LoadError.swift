/// What went wrong under load.
package struct LoadError: Sendable, Equatable {
  /// The raw values stand in the JSON report.
  package enum Kind: String, Sendable, CaseIterable {
    /// An answer whose id belongs to no open call.
    case id
    /// Not JSON, or not a frame.
    case json
    /// Neither CALL, CALLRESULT nor CALLERROR.
    case type
    case callError = "call_error"
    /// An answer that says no, or lacks what it must have.
    case status
    /// The WebSocket handshake was refused, or confirmed no ocpp1.6.
    case handshake
    /// No answer within a minute.
    case timeout
    /// The server hung up.
    case closed
    /// A transaction id was given out twice.
    case repeatedTransactionID = "repeated_transaction_id"
    /// Never got as far as an accepted BootNotification.
    case notAccepted = "not_accepted"
  }

  package let kind: Kind
  package let chargePoint: String
  package let text: String
}
