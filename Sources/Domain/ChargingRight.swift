/// What is known of whoever answers for a card at an instant.
package struct CardHolder: Sendable, Equatable {
  /// How a tenant stands with its tenancies at that instant; a guest, with those of its host.
  package enum Tenancies: Sendable, Equatable {
    /// It has none at all, ever: it is let in by its card alone.
    case none
    /// One holds, until then (nil: open).
    case holds(until: Instant?)
    /// It has some, but none holds.
    case noneNow
  }

  package var tenantKey: Int64
  package var kind: Tenant.Kind
  /// Of a guest; nil: the owner.
  package var hostKey: Int64?
  /// Its own and its host's.
  package var groupKeys: [Int64]
  package var validFrom: Instant?
  package var validUntil: Instant?
  /// Its own, or its host's.
  package var archivedAt: Instant?
  package var tenancies: Tenancies

  package init(
    tenantKey: Int64, kind: Tenant.Kind, hostKey: Int64?, groupKeys: [Int64], validFrom: Instant?,
    validUntil: Instant?, archivedAt: Instant?, tenancies: Tenancies
  ) {
    self.tenantKey = tenantKey
    self.kind = kind
    self.hostKey = hostKey
    self.groupKeys = groupKeys
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.archivedAt = archivedAt
    self.tenancies = tenancies
  }

  /// Who pays; nil: the owner.
  var payerKey: Int64? { kind == .guest ? hostKey : tenantKey }
}

/// A card at an instant.
package struct CardClaim: Sendable, Equatable {
  package var card: IdTag
  /// Nil: the card is the owner's own.
  package var holder: CardHolder?
  /// The bays it is limited to; none: wherever its holder may.
  package var bayKeys: [Int64]

  package init(card: IdTag, holder: CardHolder?, bayKeys: [Int64]) {
    self.card = card
    self.holder = holder
    self.bayKeys = bayKeys
  }
}

/// A bay at an instant.
package struct BayClaim: Sendable, Equatable {
  package var bay: Bay
  /// Nil: it is vacant, and the owner's.
  package var holderKey: Int64?

  package init(bay: Bay, holderKey: Int64?) {
    self.bay = bay
    self.holderKey = holderKey
  }
}

/// Why somebody may not charge (API: `reason`).
package enum ChargingRefusal: String, Sendable, CaseIterable {
  case unknownCard = "unknown_card"
  case blocked, expired
  /// The bay is somebody else's, or the card is limited to others.
  case notThisBay = "not_this_bay"
  case notThisGroup = "not_this_group"
  /// The tenant has moved out, or not yet in.
  case noTenancy = "no_tenancy"
  case guestEarly = "guest_early"
  case guestOver = "guest_over"
  case budgetUsed = "budget_used"
  case chargingElsewhere = "charging_elsewhere"

  /// OCPP 1.6, 7.2. `Invalid` says that nobody knows the card.
  package var status: AuthorizationStatus {
    switch self {
    case .unknownCard: .invalid
    case .expired, .guestOver: .expired
    case .chargingElsewhere: .concurrentTx
    case .blocked, .notThisBay, .notThisGroup, .noTenancy, .guestEarly, .budgetUsed: .blocked
    }
  }

  /// What a charge is doubted for that began all the same; nil: it is billed to whoever used up a budget.
  package var flag: Flag? {
    switch self {
    case .unknownCard: .unknownIdTag
    case .blocked: .blockedIdTag
    case .expired: .expiredIdTag
    case .chargingElsewhere: .concurrentTx
    case .notThisBay, .notThisGroup, .noTenancy, .guestEarly, .guestOver: .notAllowed
    case .budgetUsed: nil
    }
  }
}

/// Who may charge at a bay at an instant, and who pays: the one place where that is decided.
package struct ChargingRight: Sendable, Equatable {
  /// Nil: it may.
  package private(set) var refusal: ChargingRefusal?
  /// Who pays, also for what is charged though it was refused; nil: the owner.
  package let payerKey: Int64?
  /// The guest who charges, if it is one.
  package let guestKey: Int64?
  /// Until when it may, as far as is known now; nil: open.
  package let endsAt: Instant?
  /// What a wallbox hears.
  package private(set) var status: AuthorizationStatus

  /// - Parameters:
  ///   - claim: nil: nobody knows the card.
  ///   - place: nil: where nothing is said of who may charge, every accepted card may.
  ///   - startsByItself: the wallbox started without any card, as one does that is set to.
  package init(
    of claim: CardClaim?, at place: BayClaim?, on instant: Instant, startsByItself: Bool = false
  ) {
    if startsByItself, let place, place.bay.access == .assigned {
      self.init(payer: place.holderKey, nil)
    } else if let claim {
      let refusal = claim.refusal(on: instant) ?? claim.refusal(at: place)
      self.init(
        payer: claim.holder?.payerKey, refusal,
        guest: claim.holder.flatMap { $0.kind == .guest ? $0.tenantKey : nil },
        endsAt: refusal == nil ? claim.endsAt : nil,
        status: claim.card.status == .invalid ? .invalid : nil)
    } else if let place, place.bay.access == .open {
      self.init(payer: place.holderKey, nil)
    } else {
      self.init(payer: nil, .unknownCard)
    }
  }

  private init(
    payer: Int64?, _ refusal: ChargingRefusal?, guest: Int64? = nil, endsAt: Instant? = nil,
    status: AuthorizationStatus? = nil
  ) {
    payerKey = payer
    self.refusal = refusal
    guestKey = guest
    self.endsAt = endsAt
    self.status = status ?? refusal?.status ?? .accepted
  }

  package var mayCharge: Bool { refusal == nil }

  /// The same for a card that is no longer accepted at a later instant.
  package func refused(by card: IdTag?, on instant: Instant) -> ChargingRight {
    guard let card else { return self }
    switch authorize(card, at: instant) {
    case .accepted: return self
    case .expired: return refused(.expired)
    case .blocked, .invalid, .concurrentTx: return refused(.blocked)
    }
  }

  /// The same for a reason that lies outside card and bay, unless it is refused anyway.
  package func refused(_ reason: ChargingRefusal) -> ChargingRight {
    guard refusal == nil else { return self }
    var refused = self
    refused.refusal = reason
    refused.status = reason.status
    return refused
  }
}

extension CardClaim {
  /// Why it may charge nowhere.
  fileprivate func refusal(on instant: Instant) -> ChargingRefusal? {
    switch authorize(card, at: instant) {
    case .accepted: break
    case .expired: return .expired
    case .blocked, .invalid, .concurrentTx: return .blocked
    }
    guard let holder else { return nil }
    if holder.kind == .guest {
      if let from = holder.validFrom, instant < from { return .guestEarly }
      if let until = holder.validUntil, instant >= until { return .guestOver }
    }
    if let archivedAt = holder.archivedAt, instant >= archivedAt { return .noTenancy }
    return holder.tenancies == .noneNow ? .noTenancy : nil
  }

  /// Why it may not charge at this bay. The owner's own cards may at all bays they are not kept from; a
  /// bay's holder may there, in whichever group it is.
  fileprivate func refusal(at place: BayClaim?) -> ChargingRefusal? {
    guard let place else { return nil }
    guard bayKeys.isEmpty || bayKeys.contains(place.bay.key) else { return .notThisBay }
    guard let holder, place.bay.access != .open else { return nil }
    let isHolder = holder.payerKey == place.holderKey
    if place.bay.access == .assigned { return isHolder ? nil : .notThisBay }
    let groups = place.bay.groupKeys
    return groups.isEmpty || isHolder || holder.groupKeys.contains(where: groups.contains)
      ? nil : .notThisGroup
  }

  fileprivate var endsAt: Instant? {
    var ends = [card.acceptedUntil, holder?.archivedAt]
    if holder?.kind == .guest { ends.append(holder?.validUntil) }
    if case .holds(let until) = holder?.tenancies { ends.append(until) }
    return ends.compactMap(\.self).min()
  }
}
