/// How one charge point is to be understood and treated. Set by people; the defaults suit most.
package struct ChargePointSettings: Sendable, Equatable {
  /// Whether it may connect without naming a subprotocol (some old firmware cannot name one).
  package var acceptsNoSubprotocol = false
  /// How stamps that name no zone are read.
  package var clock = StampClock.auto
  /// What its register values are multiplied with.
  package var energyCorrection = EnergyCorrection.none
  /// Whose charges those are that it starts by itself.
  package var autoStart: AutoStart?
  /// Whether the appliance may change its configuration keys; some firmware reboots or hangs when asked.
  package var mayBeConfigured = true
  /// Whether its local authorization list is kept (OCPP 1.6, 3.5.2), so that cards work without us.
  package var keepsLocalList = false
  /// Whether a limit of 0 A may pause a charge; some firmware ends the transaction then.
  package var mayBePaused = true

  package init() {}
}

/// How a charge point's stamps without a zone are read (API: `clock`).
package enum StampClock: String, Sendable, CaseIterable {
  /// As UTC, unless they are off by just what the site's local time is off.
  case auto
  case utc
  /// In the site's time zone.
  case local
}

/// For firmware that labels kWh as Wh, or the other way round (API: `energy_correction`).
package enum EnergyCorrection: String, Sendable, CaseIterable {
  case none
  case times1000 = "times_1000"
  case dividedBy1000 = "divided_by_1000"

  /// By how many decimal places registers move.
  package var places: Int {
    switch self {
    case .none: 0
    case .times1000: 3
    case .dividedBy1000: -3
    }
  }
}

/// A charge point that starts without a card sends a fixed text, often its serial number.
package struct AutoStart: Sendable, Equatable {
  /// The text as it sends it.
  package var presented: String
  /// The registered card those charges belong to.
  package var idTagKey: Int64
  /// That card's number; nil: the card was erased.
  package var idTag: String?

  package init(presented: String, idTagKey: Int64, idTag: String?) {
    self.presented = presented
    self.idTagKey = idTagKey
    self.idTag = idTag
  }

  /// Whether a text that a charge point sent as id tag is this one.
  package func isMeant(by text: String) -> Bool { IdTag.canonical(text) == IdTag.canonical(presented) }
}
