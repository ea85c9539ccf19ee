import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listToCheck() async throws -> HTTPResponse {
    let limit = try pageLimit()
    let cursor = try pageCursor()
    let resolved = try boolQuery("resolved") ?? false
    let page = try await site.reader.read {
      try $0.toCheckItems(resolved: resolved, after: cursor, limit: limit)
    }
    return .list(page.items.map(\.json), next: page.next?.text)
  }

  func resolveToCheck() async throws -> HTTPResponse {
    let key = try number(0, "open line with this id")
    var body = try fields()
    let resolution = body.choiceOrNil("resolution", Resolution.self)
    if !body.has("resolution") { body.refuse("resolution", .missing) }
    let note = body.textOrNil("note", 0...1000)
    try body.finish()
    guard let resolution else { throw Problem.unexpected }
    let line = audit("to_check.resolve", subject: String(key)) { _ in
      ["resolution": .string(resolution.rawValue), "note": .text(note)]
    }
    try await site.resolve(toCheck: key, as: resolution, note: note, by: caller.name, also: line)
    guard let item = try await site.reader.read({ try $0.toCheckItem(key: key) }) else {
      throw Problem.unexpected
    }
    return .json(item.json)
  }
}

extension ToCheckItem {
  var json: JSONValue {
    let details = details.sorted { $0.key < $1.key }
    return [
      "to_check_id": .integer(key), "kind": .string(kind), "charge_point": .text(chargePointID),
      "connector": .integer(connector), "transaction_id": .integer(transactionID),
      "first_at": .instant(firstAt),
      "last_at": .instant(lastAt), "count": .integer(count),
      "details": .object(
        JSONObject(details.map { JSONObject.Member(key: $0.key, value: .string($0.value)) })),
      "resolved_at": .instant(resolvedAt), "resolution": .text(resolution),
    ]
  }
}
