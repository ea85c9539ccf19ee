/// One line of the list "to check": something odd that was kept and waits for a person.
package struct ToCheckItem: Sendable, Equatable {
  package var key: Int64
  /// What it is, a stable word for pages and scripts: a `Flag`'s raw value for transactions, else one of the
  /// words of `Kind`.
  package var kind: String
  package var chargePointID: String?
  package var connector: Int?
  package var transactionID: Int64?
  /// When it happened first and last, and how often (repeats of the same thing share a line).
  package var firstAt: Instant
  package var lastAt: Instant
  package var count: Int
  /// Facts for the sentence on the page, e.g. `remote` and `cause`.
  package var details: [String: String]
  package var resolvedAt: Instant?
  package var resolution: String?

  /// What is odd without belonging to a transaction.
  package enum Kind {
    package static let handshakeRefused = "handshake_refused"
    package static let frameUnreadable = "frame_unreadable"
    package static let messageTooBig = "message_too_big"
    package static let orphanStop = "stop_without_start"
    package static let orphanReadings = "unknown_transaction"
    package static let securityEvent = "security_event"
    /// A card that nobody registered was refused.
    package static let unknownCard = "unknown_card"
    /// A charge point's clock is off; resolved by itself when it is right again.
    package static let clockOff = "clock_off"
    package static let limitIgnored = "limit_ignored"
    package static let limitUnsupported = "limit_unsupported"
    /// Stickers name an address that is not this machine's any more; resolved by itself when it is again.
    package static let addressChanged = "address_changed"
  }

  package init(
    key: Int64, kind: String, chargePointID: String? = nil, connector: Int? = nil,
    transactionID: Int64? = nil, firstAt: Instant, lastAt: Instant, count: Int = 1,
    details: [String: String] = [:],
    resolvedAt: Instant? = nil, resolution: String? = nil
  ) {
    self.key = key
    self.kind = kind
    self.chargePointID = chargePointID
    self.connector = connector
    self.transactionID = transactionID
    self.firstAt = firstAt
    self.lastAt = lastAt
    self.count = count
    self.details = details
    self.resolvedAt = resolvedAt
    self.resolution = resolution
  }
}
