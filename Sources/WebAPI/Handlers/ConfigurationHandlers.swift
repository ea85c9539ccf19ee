import Domain
import Formats
import Net
import Site
import Storage

/// The configuration keys of a wallbox (OCPP 1.6, chapter 9).
extension Call {
  func showConfiguration() async throws -> HTTPResponse {
    .json(Self.json(try await site.configuration(of: parameter())))
  }

  func readConfiguration() async throws -> HTTPResponse {
    let live = try liveChargePoint()
    var body = try fields()
    try body.finish()
    try await audited("charge_point.read_configuration", subject: live.record.id) { _, _ in }
    return .json(Self.json(try await site.readConfiguration(of: live.record.id, by: caller.name)))
  }

  private static func json(_ keys: [ConfigurationKey]) -> JSONValue {
    ["items": .array(keys.map(\.json)), "next_cursor": .null]
  }
}

extension ConfigurationKey {
  /// API: an item of `GET /charge-points/{id}/configuration`.
  fileprivate var json: JSONValue {
    [
      "key": .string(key), "value": .text(value), "readonly": isReadOnly.map(JSONValue.bool) ?? .null,
      "read_at": .instant(readAt), "wanted": .text(wanted), "answer": .text(answer),
      "answered_at": .instant(answeredAt),
    ]
  }
}
