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
      guard let state = CostState(rawValue: state) else { throw Problem.badQuery("cost_state", "is no such state") }
      filter.costState = state
    }
    let tenantID = wanted("tenant_id")
    let page = try await site.reader.read { [filter] connection in
      var filter = filter
      if let tenantID {
        guard let tenant = try connection.tenant(id: tenantID) else {
          throw Problem.badQuery("tenant_id", "is no tenant's id")
        }
        filter.tenantKey = tenant.key
      }
      return try connection.transactions(filter, after: cursor, limit: limit)
    }
    return .list(page.items.map { $0.json(running: site.running($0)) }, next: page.next?.text)
  }

  func showTransaction() async throws -> HTTPResponse {
    let id = try number(0, "charge with this id")
    guard let row = try await site.reader.read({ try $0.transactionRow(id: id) }) else {
      throw Problem.notFound("charge with this id")
    }
    return .json(try await site.detailJSON(of: row))
  }

  func listReadings() async throws -> HTTPResponse {
    let id = try number(0, "charge with this id")
    let limit = try pageLimit()
    let cursor = try pageCursor()
    let page = try await site.reader.read { connection in
      guard try connection.transaction(id: id) != nil else { throw Problem.notFound("charge with this id") }
      return try connection.readings(.transaction(id), after: cursor, limit: limit)
    }
    return .list(page.items.map(\.json), next: page.next?.text)
  }

  func stopCharge() async throws -> HTTPResponse {
    let id = try number(0, "charge with this id")
    var body = try fields()
    try body.finish()
    return .json(try await site.stopCharge(id, by: caller.name).json)
  }

  private func wanted(_ name: String) -> String? {
    request.query(name).flatMap { $0.isEmpty ? nil : $0 }
  }
}
