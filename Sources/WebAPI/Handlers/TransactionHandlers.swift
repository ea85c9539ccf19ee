import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listTransactions() async throws -> HTTPResponse {
    let limit = try pageLimit()
    let cursor = try pageCursor()
    var filter = TransactionFilter()
    filter.chargePointID = wanted("charge_point")
    filter.idTag = wanted("id_tag")
    filter.open = try boolQuery("open")
    filter.from = try instantQuery("from")
    filter.to = try instantQuery("to")
    if let state = wanted("cost_state") {
      guard let state = CostState(rawValue: state) else {
        throw Problem.badQuery("cost_state", "is no such state")
      }
      filter.costState = state
    }
    let tenantID = caller.role == .tenant ? caller.tenant?.id : wanted("tenant_id")
    if caller.role == .tenant, tenantID == nil { return .list([]) }
    let page = try await site.reader.read { [filter] connection in
      var filter = filter
      if let tenantID {
        guard let tenant = try connection.tenant(id: tenantID) else {
          throw Problem.badQuery("tenant_id", "is no tenant's id")
        }
        filter.restrict(to: tenant)
      }
      return try connection.transactions(filter, after: cursor, limit: limit)
    }
    let rows = caller.role == .tenant ? page.items.map(\.forTenants) : page.items
    return .list(rows.map { $0.json(running: site.running($0)) }, next: page.next?.text)
  }

  func showTransaction() async throws -> HTTPResponse {
    let id = try number(0, "charge with this id")
    guard let detail = try await site.reader.read({ try TransactionDetail(id: id, in: $0) }),
      isTheirs(detail.row)
    else { throw Problem.notFound("charge with this id") }
    let seen = caller.role == .tenant ? caller.tenant.map { detail.seen(byTenant: $0.key) } : nil
    return .json(try site.json(of: seen ?? detail))
  }

  func listReadings() async throws -> HTTPResponse {
    let id = try number(0, "charge with this id")
    let limit = try pageLimit()
    let cursor = try pageCursor()
    let (row, page) = try await site.reader.read { connection in
      guard let row = try connection.transactionRow(id: id) else {
        throw Problem.notFound("charge with this id")
      }
      return (row, try connection.readings(.transaction(id), after: cursor, limit: limit))
    }
    guard isTheirs(row) else { throw Problem.notFound("charge with this id") }
    return .list(page.items.map(\.json), next: page.next?.text)
  }

  /// A tenant's charges are those that it pays, a guest's those of its cards; to everyone else's it is blind.
  private func isTheirs(_ row: TransactionRow) -> Bool {
    guard caller.role == .tenant else { return true }
    return caller.tenant.map { row.transaction.isOf($0) } ?? false
  }

  func stopCharge() async throws -> HTTPResponse {
    let id = try number(0, "charge with this id")
    var body = try fields()
    try body.finish()
    let note = audit("charge.stop", subject: String(id))
    return .json(try await site.stopCharge(id, by: caller.name, also: note).json)
  }
}
