package import Domain

/// A StartTransaction as it is to be kept. The texts are what the wallbox sent, readable or not: together
/// with charge point, connector and id tag they tell a repeated start from a new one (`SameStart`).
package struct NewTransaction: Sendable {
  package var start: SameStart
  package var idTagKey: Int64?
  /// Who pays; nil: the owner.
  package var tenantKey: Int64?
  package var guestKey: Int64?
  package var bayKey: Int64?
  package var authorization: AuthorizationStatus
  package var startedAt: Instant
  package var receivedAt: Instant
  package var meterStartMilliWh: Int64
  package var reservationID: Int64?
  package var tariffVersionKey: Int64?
  package var flags: [Flag]

  package init(
    start: SameStart, idTagKey: Int64?, tenantKey: Int64?, guestKey: Int64? = nil, bayKey: Int64? = nil,
    authorization: AuthorizationStatus, startedAt: Instant, receivedAt: Instant, meterStartMilliWh: Int64,
    reservationID: Int64? = nil, tariffVersionKey: Int64?, flags: [Flag] = []
  ) {
    self.start = start
    self.idTagKey = idTagKey
    self.tenantKey = tenantKey
    self.guestKey = guestKey
    self.bayKey = bayKey
    self.authorization = authorization
    self.startedAt = startedAt
    self.receivedAt = receivedAt
    self.meterStartMilliWh = meterStartMilliWh
    self.reservationID = reservationID
    self.tariffVersionKey = tariffVersionKey
    self.flags = flags
  }
}

/// What a StartTransaction and its repetition have in common (OCPP 1.6, 3.7.1: a start whose answer was lost
/// is sent again, with the same content and perhaps another message id).
package struct SameStart: Sendable, Equatable {
  package var chargePointKey: Int64
  package var connector: Int
  /// The id tag as sent.
  package var presentedIdTag: String
  /// The timestamp as sent; empty when there was none.
  package var startedAtText: String
  /// meterStart as sent.
  package var meterStartText: String

  package init(
    chargePointKey: Int64, connector: Int, presentedIdTag: String, startedAtText: String,
    meterStartText: String
  ) {
    self.chargePointKey = chargePointKey
    self.connector = connector
    self.presentedIdTag = presentedIdTag
    self.startedAtText = startedAtText
    self.meterStartText = meterStartText
  }
}

/// What became of a StartTransaction.
package enum StartKept: Sendable, Equatable {
  case new(Transaction)
  /// The same start is kept already: answer it as it was answered then.
  case repeated(Transaction)

  package var transaction: Transaction {
    switch self {
    case .new(let transaction), .repeated(let transaction): transaction
    }
  }
}

/// What a StopTransaction told of a transaction (or what was assumed in its stead).
package struct StopFacts: Sendable, Equatable {
  package var stoppedAt: Instant
  package var stoppedAtText: String
  package var receivedAt: Instant
  /// Nil: nothing readable was sent.
  package var meterStopMilliWh: Int64?
  package var meterStopText: String
  package var reason: String?
  package var presentedIdTag: String?

  package init(
    stoppedAt: Instant, stoppedAtText: String, receivedAt: Instant, meterStopMilliWh: Int64?,
    meterStopText: String, reason: String?, presentedIdTag: String? = nil
  ) {
    self.stoppedAt = stoppedAt
    self.stoppedAtText = stoppedAtText
    self.receivedAt = receivedAt
    self.meterStopMilliWh = meterStopMilliWh
    self.meterStopText = meterStopText
    self.reason = reason
    self.presentedIdTag = presentedIdTag
  }
}
