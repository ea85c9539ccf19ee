/// What a tenant doubts about a charge (API: `reason`).
package enum DisputeReason: String, Sendable, CaseIterable {
  /// Somebody else charged.
  case notMine = "not_mine"
  case energy, price, time, other
}
