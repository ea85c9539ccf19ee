import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listOperations() async throws -> HTTPResponse {
    let key = try liveChargePoint().record.key
    let (limit, cursor) = (try pageLimit(), try pageCursor())
    let page = try await site.reader.read {
      try $0.operations(chargePointKey: key, after: cursor, limit: limit)
    }
    return .list(page.items.map { withoutCards($0.json) }, next: page.next?.text)
  }

  /// What this caller may see of what was sent and received: an installer sees no card numbers.
  func withoutCards(_ value: JSONValue) -> JSONValue {
    caller.role == .installer ? value.withoutCards : value
  }
}

extension KeptOperation {
  /// API: an item of `GET /charge-points/{id}/operations`.
  fileprivate var json: JSONValue {
    [
      "id": .string(String(key)), "action": .string(action), "payload": .kept(payload),
      "requested_by": .string(requestedBy), "requested_at": .instant(requestedAt), "outcome": .text(outcome),
      "response": response.map(JSONValue.kept) ?? .null, "answered_at": .instant(answeredAt),
    ]
  }
}

extension JSONValue {
  /// What was kept as text: the JSON it is, or else the text.
  static func kept(_ text: String) -> JSONValue {
    do throws(JSONError) {
      return try JSONValue.parse(Array(text.utf8))
    } catch {
      return .string(text)
    }
  }

  /// The same with every id tag, at whatever depth, taken out, and shortened where a text may name one.
  fileprivate var withoutCards: JSONValue {
    switch self {
    case .object(let object):
      return .object(
        JSONObject(
          object.members.map { member in
            let isCard = ["idtag", "parentidtag"].contains(member.key.lowercased())
            if CardMask.freeTexts.contains(member.key.lowercased()), let text = member.value.stringValue {
              return JSONObject.Member(key: member.key, value: .string(CardMask.masked(freeText: text)))
            }
            return JSONObject.Member(key: member.key, value: isCard ? .null : member.value.withoutCards)
          }))
    case .array(let elements): return .array(elements.map(\.withoutCards))
    default: return self
    }
  }
}
