/// What the manager decided about an id tag (API: `status`).
package enum IdTagStatus: String, Sendable, CaseIterable {
  case accepted, blocked, expired, invalid
}

/// A registered card or app token.
package struct IdTag: Sendable, Equatable {
  package var key: Int64
  /// As it was entered.
  package var idTag: String
  package var label: String
  package var tenantKey: Int64?
  package var status: IdTagStatus
  package var expiresAt: Instant?
  package var createdAt: Instant
  /// From when on a blocked card is blocked; nil: it always was.
  package var blockedAt: Instant?
  /// What stands on the card, for people to know it by; never compared. Empty: nothing was noted.
  package var printedNumber = ""

  package init(
    key: Int64, idTag: String, label: String, tenantKey: Int64?, status: IdTagStatus, expiresAt: Instant?,
    createdAt: Instant
  ) {
    self.key = key
    self.idTag = idTag
    self.label = label
    self.tenantKey = tenantKey
    self.status = status
    self.expiresAt = expiresAt
    self.createdAt = createdAt
  }

  /// Blocks it from an instant on: what it charged before stays right.
  package mutating func block(from instant: Instant) {
    status = .blocked
    blockedAt = instant
  }

  /// When it ends to be accepted; nil: never, or it is not.
  package var acceptedUntil: Instant? {
    guard status == .blocked, let blockedAt else { return expiresAt }
    return expiresAt.map { min($0, blockedAt) } ?? blockedAt
  }

  /// How the number of a phone begins: 14 hexadecimal digits, as a 7-byte card has, with a first byte that no
  /// card maker bears.
  package static let phonePrefix = "FA"

  /// Whether it is no card but a tenant's phone: it exists only here, and charges start with it only by
  /// remote start.
  package var isPhone: Bool { tenantKey != nil && idTag.hasPrefix(Self.phonePrefix) && idTag.count == 14 }

  /// Whether it is blocked at an instant: one that is to be blocked later is not yet.
  package func isBlocked(at instant: Instant) -> Bool {
    status == .blocked && blockedAt.map { instant >= $0 } ?? true
  }

  /// Gives it another status; one that is blocked already stays blocked since when it was.
  package mutating func change(to status: IdTagStatus, at now: Instant) {
    if status == .blocked { return isBlocked(at: now) ? () : block(from: now) }
    guard status != self.status else { return }
    self.status = status
    blockedAt = nil
  }

  /// The one form in which id tags are compared: control characters, spaces, `:` and `-` removed, a leading
  /// `0x` removed, upper case. OCPP 1.6 compares id tags without regard to case (CiString20Type), and real
  /// readers add separators, spaces and control bytes.
  package static func canonical(_ presented: String) -> String {
    var text = ""
    for scalar in presented.unicodeScalars {
      switch scalar {
      case " ", ":", "-": continue
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.properties.isWhitespace: continue
      default: text.unicodeScalars.append(scalar)
      }
    }
    text = text.uppercased()
    return text.hasPrefix("0X") ? String(text.dropFirst(2)) : text
  }
}

/// OCPP 1.6, 7.2 AuthorizationStatus.
package enum AuthorizationStatus: String, Sendable {
  case accepted = "Accepted"
  case blocked = "Blocked"
  case expired = "Expired"
  case invalid = "Invalid"
  case concurrentTx = "ConcurrentTx"
}

/// Who may charge: unknown is no. A card that was accepted and has passed its end is expired; one that was
/// blocked later was accepted until then.
package func authorize(_ idTag: IdTag?, at now: Instant) -> AuthorizationStatus {
  guard let idTag else { return .invalid }
  switch idTag.status {
  case .invalid: return .invalid
  case .expired: return .expired
  case .blocked:
    if idTag.isBlocked(at: now) { return .blocked }
  case .accepted: break
  }
  guard let end = idTag.expiresAt else { return .accepted }
  return now < end ? .accepted : .expired
}
