import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listNotices() async throws -> HTTPResponse {
    let key = try liveChargePoint().record.key
    let (limit, cursor) = (try pageLimit(), try pageCursor())
    let page = try await site.reader.read {
      try $0.messages(chargePointKey: key, after: cursor, limit: limit)
    }
    return .list(page.items.map { withoutCards($0.json) }, next: page.next?.text)
  }
}

extension ChargePointMessage {
  /// API: an item of `GET /charge-points/{id}/notices`.
  fileprivate var json: JSONValue {
    ["action": .string(action), "payload": .kept(payload), "received_at": .instant(receivedAt)]
  }
}
