import Domain
import Formats
import Net
import Site
import Storage

/// Draws changed things as the JSON that their GET would answer with.
@NetworkLoop
final class EventRenderer {
  private let site: ChargingSite

  init(site: ChargingSite) { self.site = site }

  /// One view for each change that can be seen; what has gone meanwhile has none. Reads the file once for
  /// all.
  func views(of changes: [SiteChange]) async throws -> [SiteChange: EventView] {
    let wanted = Set(changes)
    let (details, items, jobs) = try await kept(wanted)
    var views: [SiteChange: EventView] = [:]
    for change in wanted {
      views[change] =
        switch change {
        case .chargePoint(let id): chargePoint(id)
        case .connector(let id, let number): connector(id, number)
        case .transaction(let id): try details[id].map(transaction)
        case .toCheck(let key): items[key].map(toCheck)
        case .cardLearning(let id): cardLearning(id)
        case .settings: settings()
        case .job(let id): jobs[id].map(job)
        }
    }
    return views
  }

  private func kept(
    _ changes: Set<SiteChange>
  ) async throws -> ([Int64: TransactionDetail], [Int64: ToCheckItem], [String: Job]) {
    var transactionIDs: [Int64] = []
    var itemKeys: [Int64] = []
    var jobIDs: [String] = []
    for change in changes {
      switch change {
      case .transaction(let id): transactionIDs.append(id)
      case .toCheck(let key): itemKeys.append(key)
      case .job(let id): jobIDs.append(id)
      case .chargePoint, .connector, .cardLearning, .settings: break
      }
    }
    guard !transactionIDs.isEmpty || !itemKeys.isEmpty || !jobIDs.isEmpty else { return ([:], [:], [:]) }
    return try await site.reader.read { [transactionIDs, itemKeys, jobIDs] connection in
      var details: [Int64: TransactionDetail] = [:]
      for id in transactionIDs { details[id] = try TransactionDetail(id: id, in: connection) }
      var items: [Int64: ToCheckItem] = [:]
      for key in itemKeys { items[key] = try connection.toCheckItem(key: key) }
      var jobs: [String: Job] = [:]
      for id in jobIDs { jobs[id] = try connection.job(id: id) }
      return (details, items, jobs)
    }
  }

  private func chargePoint(_ id: String) -> EventView? {
    guard let live = site.board.chargePoint(id: id) else { return .readAgain }
    var view = EventView(kind: "charge_point")
    view.managers = live.json.serialized
    view.installers = live.json(withPeople: false).serialized
    return view
  }

  /// Only what the board shows: nothing of a wallbox that waits to be accepted or is blocked.
  private func connector(_ id: String, _ number: Int) -> EventView? {
    guard let live = site.board.chargePoint(id: id), live.record.state == .accepted,
      let connector = live.connector(number)
    else { return nil }
    var view = EventView(kind: "connector")
    view.managers = site.boardJSON(of: connector, at: live, withPeople: true).serialized
    view.installers = site.boardJSON(of: connector, at: live, withPeople: false).serialized
    view.anyTenant = site.bayJSON(of: connector, at: live).serialized
    return view
  }

  private func transaction(_ detail: TransactionDetail) throws -> EventView {
    var view = EventView(kind: "transaction")
    view.managers = try site.json(of: detail).serialized
    if let id = detail.row.tenantID, let key = detail.row.transaction.tenantKey {
      view.ownTenant = (id, try site.json(of: detail.seen(byTenant: key)).serialized)
    }
    return view
  }

  private func toCheck(_ item: ToCheckItem) -> EventView {
    var view = EventView(kind: "to_check")
    view.managers = item.json.serialized
    return view
  }

  private func cardLearning(_ id: String) -> EventView? {
    guard let learning = site.cardLearning(id) else { return nil }
    var view = EventView(kind: "card_learning")
    view.managers = learning.json.serialized
    return view
  }

  private func job(_ job: Job) -> EventView {
    var view = EventView(kind: "job")
    view.managers = job.json.serialized
    return view
  }

  private func settings() -> EventView {
    var view = EventView(kind: "settings")
    view.managers = site.settings.json.serialized
    return view
  }
}
