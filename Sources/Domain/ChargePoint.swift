/// Whether a charge point may take part (API: `state`).
package enum ChargePointState: String, Sendable, CaseIterable {
  /// Connected by itself, not yet accepted by the manager.
  case pending
  case accepted
  case blocked
}

/// A wallbox that speaks OCPP: what is known of it, whether it is connected or not.
package struct ChargePoint: Sendable, Equatable {
  /// Our own row number; never shown.
  package var key: Int64
  /// The identity in its OCPP address (OCPP-J 1.6, 3.1.1).
  package var id: String
  /// What the manager calls it; the id until then.
  package var name: String
  package var state: ChargePointState
  package var credential: Credential?
  /// A new password that was sent to the wallbox and not confirmed yet: both count until it answers
  /// (OCPP-J 1.6, 6.2.2).
  package var nextCredential: Credential?
  package var settings = ChargePointSettings()
  /// Learnt: it stamps in the site's local time without saying so.
  package var stampsAreLocal = false
  /// How long the password is, in bytes; nil: there is none, or it was set before this was noted.
  package var passwordBytes: Int?
  package var vendor: String?
  package var model: String?
  package var serialNumber: String?
  package var firmwareVersion: String?
  package var meterType: String?
  package var meterSerialNumber: String?
  package var iccid: String?
  package var imsi: String?
  package var firstSeenAt: Instant
  package var lastSeenAt: Instant?
  package var lastBootAt: Instant?

  /// A salted SHA-256 of the Basic password's bytes: fast on purpose, because these passwords are long and
  /// random, and hundreds of wallboxes reconnect in the same second after a power cut.
  package struct Credential: Sendable, Equatable {
    package var salt: [UInt8]
    package var hash: [UInt8]
    package init(salt: [UInt8], hash: [UInt8]) {
      self.salt = salt
      self.hash = hash
    }
  }

  package init(key: Int64, id: String, name: String, state: ChargePointState, firstSeenAt: Instant) {
    self.key = key
    self.id = id
    self.name = name
    self.state = state
    self.firstSeenAt = firstSeenAt
  }
}

/// The last StatusNotification of a connector (OCPP 1.6, 4.9). Connector 0 is the charge point as a whole.
package struct ConnectorStatus: Sendable, Equatable {
  package var connector: Int
  /// As the standard spells it ("Available", "Charging", …), or whatever the wallbox sent instead.
  package var status: String
  package var errorCode: String
  package var info: String?
  package var vendorErrorCode: String?
  /// The wallbox's own stamp, if it sent one.
  package var at: Instant?
  package var receivedAt: Instant

  package init(
    connector: Int, status: String, errorCode: String, info: String? = nil, vendorErrorCode: String? = nil,
    at: Instant? = nil, receivedAt: Instant
  ) {
    self.connector = connector
    self.status = status
    self.errorCode = errorCode
    self.info = info
    self.vendorErrorCode = vendorErrorCode
    self.at = at
    self.receivedAt = receivedAt
  }
}
