import Domain
import Formats
import LoadManagement
import Net
import Site
import Storage

extension Call {
  func showLoad() -> HTTPResponse {
    let view = site.loadView
    return .json([
      "site": ["limit_a": .integer(view.siteLimitA), "allotted_a": .integer(view.siteAllottedA)],
      "groups": .array(view.groups.map { json(of: $0) }),
      "connectors": .array(view.connectors.map { json(of: $0) }),
    ])
  }

  func createLoadGroup() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...100)
    let limit = Int(body.integer("limit_a", 0...100_000))
    try body.finish()
    let group = try await site.addLoadGroup(
      name: name, limitA: limit, also: auditMade("load_group.create") { ($0.id, $0.auditJSON) })
    return .json(
      try json(of: group), status: 201,
      headers: [("Location", "/api/v1/load-groups/\(percentEncoded(group.id))")])
  }

  func changeLoadGroup() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.textOrNil("name", 1...100)
    let limit = body.integerOrNil("limit_a", 0...100_000)
    try body.finish()
    let id = parameter()
    let before = site.loadView.groups.first { $0.group.id == id }?.group.auditJSON
    let note = audit("load_group.change", subject: id, before: before) { file in
      try file.loadGroups().first { $0.id == id }?.auditJSON
    }
    let group = try await site.changeLoadGroup(id, name: name, limitA: limit.map { Int($0) }, also: note)
    return .json(try json(of: group))
  }

  func deleteLoadGroup() async throws -> HTTPResponse {
    let id = parameter()
    let before = site.loadView.groups.first { $0.group.id == id }?.group.auditJSON
    try await site.deleteLoadGroup(id, also: audit("load_group.delete", subject: id, before: before))
    return HTTPResponse(status: 204)
  }

  func changeLoadConnector() async throws -> HTTPResponse {
    let (id, number) = (parameter(), Int(parameter(1)) ?? -1)
    var body = try fields()
    var change = WiringChange()
    if body.has("group") { change.group = .some(body.textOrNil("group", 1...100)) }
    change.maxA = body.integerOrNil("max_a", 0...100_000).map { Int($0) }
    change.phases = body.integerOrNil("phases", 0...100).map { Int($0) }
    try body.finish()
    let before = site.loadView.connectors.first { $0.id == ConnectorID(id, number) }
    let after: JSONValue = [
      "group": .text(change.group ?? before?.groupID), "max_a": .integer(change.maxA ?? before?.maxA),
      "phases": .integer(change.phases ?? before?.phases),
    ]
    let note = audit(
      "load_connector.change", subject: "\(id)/\(number)", before: before?.auditJSON
    ) { _ in after }
    try await site.changeWiring(id, number, change, also: note)
    guard let live = site.board.chargePoint(id: id), let connector = live.connector(number) else {
      throw Problem.notFound("connector with this number")
    }
    return .json(json(of: site.view(of: connector, at: live)))
  }

  /// A circuit with what is allotted on it now.
  private func json(of group: LoadGroup) throws(Problem) -> JSONValue {
    guard let view = site.loadView.groups.first(where: { $0.group.key == group.key }) else {
      throw .notFound("circuit with this id")
    }
    return json(of: view)
  }

  private func json(of view: LoadView.Group) -> JSONValue {
    [
      "id": .string(view.group.id), "name": .string(view.group.name), "limit_a": .integer(view.group.limitA),
      "allotted_a": .integer(view.allottedA),
    ]
  }

  private func json(of view: LoadView.Connector) -> JSONValue {
    let live = site.board.chargePoint(id: view.id.chargePoint)
    let name = live.flatMap { live in
      live.connector(view.id.connector).map { site.bayName(of: $0, at: live) }
    }
    let tenths = view.measuredMilliamps.map { DecimalText.format(Int128(($0 + 50) / 100), digits: 1) }
    return [
      "charge_point": .string(view.id.chargePoint), "connector": .integer(view.id.connector),
      "name": .text(name), "group": .text(view.groupID), "max_a": .integer(view.maxA),
      "phases": .integer(view.phases), "fallback_a": .integer(view.fallbackA),
      "allotted_a": .integer(view.allottedA),
      "measured_a": tenths.map { .number($0) } ?? .null, "state": .string(view.state.rawValue),
      "waiting_since": .instant(view.waitingSince), "turn_at": .instant(view.turnAt),
    ]
  }
}
