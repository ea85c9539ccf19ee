import Domain
import Formats
import Net
import Site
import Storage

/// The list of cards that a wallbox keeps in itself (OCPP 1.6, 5.15).
extension Call {
  func showLocalList() async throws -> HTTPResponse { try await localList() }

  func changeLocalList() async throws -> HTTPResponse {
    let live = try liveChargePoint()
    var body = try fields()
    let isEnabled = body.boolOrNil("enabled")
    if isEnabled == nil, !body.has("enabled") { body.refuse("enabled", .missing) }
    try body.finish()
    guard let isEnabled else { throw Problem.unexpected }
    let (key, before) = (live.record.key, live.record.auditJSON)
    let note = audit("charge_point.change", subject: live.record.id, before: before) {
      try $0.chargePoint(key: key)?.auditJSON
    }
    try await site.keepLocalList(of: live.record.id, isEnabled, also: note)
    return try await localList()
  }

  func sendLocalList() async throws -> HTTPResponse {
    let live = try liveChargePoint()
    var body = try fields()
    try body.finish()
    try await site.sendLocalList(
      to: live.record.id, also: audit("charge_point.send_local_list", subject: live.record.id))
    return try await localList()
  }

  private func localList() async throws -> HTTPResponse {
    .json(try await site.localList(of: parameter()).json(withCards: caller.role != .installer))
  }
}

extension LocalListView {
  /// API: `GET /charge-points/{id}/local-list`. Installers see no cards.
  fileprivate func json(withCards: Bool) -> JSONValue {
    [
      "enabled": .bool(isEnabled), "version": .integer(kept.flatMap { $0.version > 0 ? $0.version : nil }),
      "entries": .integer(kept?.entries), "state": .string(state.rawValue),
      "detail": .text(state == .off ? nil : kept?.detail), "at": .instant(kept?.at),
      "max_entries": .integer(mostEntries),
      "left_out": .array(
        leftOut.map { card in
          ["id_tag": withCards ? .string(card.idTag) : .null, "reason": .string(card.reason.rawValue)]
        }),
      "keys": .array(keys.map(\.json)),
    ]
  }
}

extension LocalListView.Key {
  fileprivate var json: JSONValue {
    ["key": .string(key), "wanted": .string(wanted), "value": .text(value), "answer": .text(answer)]
  }
}
