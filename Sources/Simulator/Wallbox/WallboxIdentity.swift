/// What a wallbox tells of itself (OCPP 1.6, 6.6 BootNotification.req).
package struct WallboxIdentity: Sendable, Equatable {
  /// The identity in its OCPP address.
  package var id: String
  package var vendor: String
  package var model: String
  package var serialNumber: String?
  package var firmwareVersion: String?
  package var supply: PretendSupply
  /// What its meter tells from the start, as in the key MeterValuesSampledData.
  package var measurands: String

  package init(
    id: String, vendor: String, model: String, serialNumber: String? = nil, firmwareVersion: String? = nil,
    supply: PretendSupply = PretendSupply(phases: 3, tenthsOfAmperes: 160),
    measurands: String = "Energy.Active.Import.Register,Power.Active.Import"
  ) {
    self.id = id
    self.vendor = vendor
    self.model = model
    self.serialNumber = serialNumber
    self.firmwareVersion = firmwareVersion
    self.supply = supply
    self.measurands = measurands
  }
}

/// How patient a wallbox is, in milliseconds of real time.
package struct WallboxTiming: Sendable {
  /// After so long without a reply the connection counts as dead.
  package var replyTimeoutMs = 30_000
  /// Until the first new attempt to connect; doubles each time up to the longest.
  package var firstBackOffMs = 1_000
  package var longestBackOffMs = 60_000
  /// Between attempts to deliver a message that was answered with an error, times the number of attempts
  /// (OCPP 1.6, 9.1.28 TransactionMessageRetryInterval).
  package var retryMs = 5_000
  /// OCPP 1.6, 9.1.27 TransactionMessageAttempts.
  package var attempts = 10
  /// Between Heartbeats; nil: as the server says.
  package var heartbeatMs: Int?
  /// Between BootNotifications that are not accepted; nil: as the server says.
  package var bootRetryMs: Int?

  /// How long it tries to reach a file server that nobody runs.
  package var transferMs = 2_000

  package init() {}
}

/// Something a server did that it should not do.
package struct WallboxProblem: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The connection was refused or broke.
    case connection
    /// An answer to nothing that was asked.
    case unexpectedReply = "unexpected_reply"
    /// A frame or payload that cannot be read.
    case malformed
    /// A CALLERROR to a message that is right.
    case callError = "call_error"
    /// No answer in time.
    case timeout
    /// A transaction id was given out twice.
    case repeatedTransactionID = "repeated_transaction_id"
    /// A message was given up after all attempts.
    case undelivered
  }

  package let chargePoint: String
  package let kind: Kind
  package let text: String
}
