import Domain

extension Problem {
  /// A start that would be refused. `errors` names the reason in one word.
  static func mayNotCharge(_ refusal: ChargingRefusal) -> Problem {
    var problem = conflict(
      refusal.wording, fix: "Look at the card, its tenant and the bay; nothing was sent to the wallbox.")
    problem.errors = [FieldError(path: "id_tag", reason: "\(refusal.rawValue)")]
    return problem
  }
}

extension ChargingRefusal {
  /// The sentence for whoever is refused.
  var wording: Wording {
    switch self {
    case .unknownCard: Wording("refused-unknown-card", "Nobody knows this card.")
    case .blocked: Wording("refused-blocked", "This card is blocked.")
    case .expired: Wording("refused-expired", "This card has expired.")
    case .notThisBay: Wording("refused-not-this-bay", "This card may not charge at this bay.")
    case .notThisGroup: Wording("refused-not-this-group", "This bay is for other tenants.")
    case .noTenancy: Wording("refused-no-tenancy", "No tenancy holds at this time.")
    case .guestEarly: Wording("refused-guest-early", "The guest's time has not begun.")
    case .guestOver: Wording("refused-guest-over", "The guest's time is over.")
    case .budgetUsed: Wording("refused-budget-used", "The budget is used up.")
    case .chargingElsewhere:
      Wording("refused-charging-elsewhere", "This card charges at another wallbox already.")
    }
  }
}
