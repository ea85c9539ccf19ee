/// The kinds of records that are forgotten after a time, each by a setting of its own.
package enum RecordKind: String, Sendable, CaseIterable {
  /// What wallboxes and we have said to each other, frame by frame.
  case messageLog = "message_log"
  /// What wallboxes reported, what was asked of them, messages that nobody could read, and lines "to check"
  /// without a charge that were dealt with.
  case notices
  /// Cards that nobody knows, as they were refused.
  case unknownCards = "unknown_cards"
  /// Phones and browsers that were not used, and invitations.
  case signIns = "sign_ins"
  /// What tenants wrote about their charges, and the answers.
  case disputes
  /// Files that tenants were read from.
  case imports
  /// What was changed to what; the audit itself keeps who did what and when.
  case auditDetails = "audit_details"
  /// Guests whose pass is over: announced, then erased.
  case guests
  /// Tenants who moved out: announced, then erased.
  case formerTenants = "former_tenants"
  /// Readings of charges and the card numbers they began with: a whole year is announced, then erased.
  case charges

  package var settingName: String { "keep_\(rawValue)_days" }
}

/// For how many days what is kept.
package struct Retention: Sendable, Equatable {
  private var days: [RecordKind: Int] = [:]

  package init() {}

  package subscript(kind: RecordKind) -> Int {
    get { days[kind] ?? Self.usual(kind) }
    set { days[kind] = newValue }
  }

  /// The instant before which a record of a kind is to be forgotten.
  package func end(of kind: RecordKind, at now: Instant) -> Instant { now.advanced(byDays: -self[kind]) }

  package static let allowed = 1...36_600

  private static func usual(_ kind: RecordKind) -> Int {
    switch kind {
    case .messageLog: 30
    case .unknownCards, .imports: 90
    case .notices, .signIns, .guests: 365
    case .disputes, .auditDetails, .formerTenants: 1_096
    case .charges: 3_653
    }
  }
}

extension Instant {
  package func advanced(byDays days: Int) -> Instant { advanced(byMilliseconds: Int64(days) * 86_400_000) }
}
