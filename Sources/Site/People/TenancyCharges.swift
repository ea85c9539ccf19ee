package import Domain
package import Storage

/// What a tenant charged in a tenancy, and what that comes to.
package struct TenancyCharges: Sendable {
  package private(set) var charges = 0
  /// Those among them that have no final amount yet.
  package private(set) var openCharges = 0
  package private(set) var energyMilliWh: Int64 = 0
  /// Of those that have one.
  package private(set) var amounts = Amounts(net: 0, vat: 0, gross: 0)
  /// Charges of the tenant that began at the end or later; they stay its own.
  package private(set) var chargesAfter = 0

  /// Charges at bays of another tenancy of the same tenant belong to that one, those at bays of none to the
  /// first one that held then. Amounts in another currency
  /// than the site's do not count, and their charges stay open.
  package init(of tenancy: Tenancy, to: Instant?, currency: Currency, in file: ReadConnection) throws {
    let others = try file.tenancies(TenancyFilter(tenantKey: tenancy.tenantKey)).items
      .filter { $0.key != tenancy.key }
    var filter = TransactionFilter()
    (filter.tenantKey, filter.from) = (tenancy.tenantKey, tenancy.from)
    var cursor: PageCursor?
    repeat {
      let page = try file.transactions(filter, after: cursor, limit: 500)
      for row in page.items {
        let charge = row.transaction
        let isAfter = to.map { charge.startedAt >= $0 } ?? false
        let isAtOwnBay = charge.bayKey.map(tenancy.bayKeys.contains) ?? false
        let isOthers = others.contains { other in
          guard other.holds(at: charge.startedAt) else { return false }
          if charge.bayKey.map(other.bayKeys.contains) ?? false { return true }
          return !isAtOwnBay && (isAfter || (other.from, other.key) < (tenancy.from, tenancy.key))
        }
        guard !isOthers else { continue }
        if isAfter { chargesAfter += 1 } else { add(charge, currency) }
      }
      cursor = page.next
    } while cursor != nil
  }

  private mutating func add(_ charge: Transaction, _ currency: Currency) {
    charges += 1
    energyMilliWh = energyMilliWh.plus(max(0, charge.energyMilliWh ?? 0))
    switch charge.costState {
    case .waived: return
    case .final:
      guard charge.currency == currency, let amounts = charge.amounts else { fallthrough }
      self.amounts.net = self.amounts.net.plus(amounts.net)
      self.amounts.vat = self.amounts.vat.plus(amounts.vat)
      self.amounts.gross = self.amounts.gross.plus(amounts.gross)
    case .running, .toCheck, .notPriceable, .unpriced: openCharges += 1
    }
  }
}

extension Int64 {
  /// The sum, or the greatest number there is: registers tell what they like.
  fileprivate func plus(_ other: Int64) -> Int64 {
    let (sum, isTooFar) = addingReportingOverflow(other)
    return isTooFar ? (other < 0 ? .min : .max) : sum
  }
}
