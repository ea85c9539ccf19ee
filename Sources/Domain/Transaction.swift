/// Why a transaction or a message is not simply right. The raw values stand in the file and the API.
package enum Flag: String, Sendable, CaseIterable {
  // The charge point
  case pendingChargePoint = "pending_charge_point"
  // Who
  case unknownIdTag = "unknown_id_tag"
  case blockedIdTag = "blocked_id_tag"
  case expiredIdTag = "expired_id_tag"
  /// The card is in order, but might not charge there or then.
  case notAllowed = "not_allowed"
  /// Started from afar for one card, and told as another text.
  case idTagDiffers = "id_tag_differs"
  /// The card charged at another charge point already, and the site allows one charge at a time.
  case concurrentTx = "concurrent_tx"
  // Register
  case registerBackwards = "register_backwards"
  case implausibleEnergy = "implausible_energy"
  case samplesDisagree = "samples_disagree"
  case meterReset = "meter_reset"
  case unreadableValue = "unreadable_value"
  // Time
  case timeAssumed = "time_assumed"
  case clockWrong = "clock_wrong"
  case stopBeforeStart = "stop_before_start"
  // Messages
  case stopWithoutStart = "stop_without_start"
  case stopConflict = "stop_conflict"
  case superseded = "superseded"
  /// Its stop did not come, though the connector is free again or the charge point is gone.
  case stopMissing = "stop_missing"
  /// Its stop was put together here, from the best reading there is. Stays when a person accepts it.
  case estimated = "estimated"
  case late = "late"
  // Money
  case waived = "waived"
  /// The price of what was recorded does not fit any amount.
  case notPriceable = "not_priceable"

  /// Whether a transaction with this flag waits for a person before it has a final amount.
  package var holdsPrice: Bool {
    switch self {
    case .late, .waived, .timeAssumed, .stopConflict, .estimated: false
    default: true
    }
  }

  /// Stops that were put together here, from a reading or from a stop that named no transaction: the real
  /// one takes their place.
  package static let assumedStop: Set<Flag> = [.superseded, .stopMissing, .stopWithoutStart]
}

/// API: `cost.state`.
package enum CostState: String, Sendable {
  case running, final
  case toCheck = "to_check"
  case notPriceable = "not_priceable"
  case waived, unpriced
}

/// Money in the currency's minor units.
package struct Amounts: Sendable, Equatable {
  package var net: Int64
  package var vat: Int64
  package var gross: Int64
  package init(net: Int64, vat: Int64, gross: Int64) {
    self.net = net
    self.vat = vat
    self.gross = gross
  }
}

/// OCPP start to stop, with our id.
package struct Transaction: Sendable, Equatable {
  /// Positive, fits Int32, unique over all charge points and for ever.
  package var id: Int64
  package var chargePointKey: Int64
  package var connector: Int
  /// The id tag as the wallbox sent it.
  package var presentedIdTag: String
  /// The registered card it was recognised as.
  package var idTagKey: Int64?
  /// Who pays; nil: the owner.
  package var tenantKey: Int64?
  /// The guest who charged, if it was one.
  package var guestKey: Int64?
  /// The bay where it began.
  package var bayKey: Int64?
  /// What the start was answered with.
  package var authorization: AuthorizationStatus
  /// The wallbox's time of the start (ours where it sent none that can be read).
  package var startedAt: Instant
  package var startReceivedAt: Instant
  package var meterStartMilliWh: Int64
  package var stoppedAt: Instant?
  package var stopReceivedAt: Instant?
  package var meterStopMilliWh: Int64?
  package var stopReason: String?
  package var flags: [Flag]
  /// The tariff version in force at the start; nil: none was.
  package var tariffVersionKey: Int64?
  package var costState: CostState
  package var currency: Currency?
  package var amounts: Amounts?

  package init(
    id: Int64, chargePointKey: Int64, connector: Int, presentedIdTag: String, idTagKey: Int64?,
    tenantKey: Int64?, authorization: AuthorizationStatus, startedAt: Instant, startReceivedAt: Instant,
    meterStartMilliWh: Int64, flags: [Flag], tariffVersionKey: Int64?
  ) {
    self.id = id
    self.chargePointKey = chargePointKey
    self.connector = connector
    self.presentedIdTag = presentedIdTag
    self.idTagKey = idTagKey
    self.tenantKey = tenantKey
    self.authorization = authorization
    self.startedAt = startedAt
    self.startReceivedAt = startReceivedAt
    self.meterStartMilliWh = meterStartMilliWh
    self.flags = flags
    self.tariffVersionKey = tariffVersionKey
    costState = .running
  }

  /// Whether a tenant pays it or, as a guest, charged.
  package func isOf(_ tenant: Tenant) -> Bool { tenantKey == tenant.key || guestKey == tenant.key }

  /// Register at the stop minus register at the start; nil while it runs. Negative when the register fell
  /// and did not merely begin again at 0.
  package var energyMilliWh: Int64? {
    meterStopMilliWh.map { stop in
      if let modulus = RegisterRollover.modulus(startMilliWh: meterStartMilliWh, stopMilliWh: stop) {
        return modulus - meterStartMilliWh + stop
      }
      let (energy, overflow) = stop.subtractingReportingOverflow(meterStartMilliWh)
      return overflow ? (stop < 0 ? .min : .max) : energy
    }
  }
}
