import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listChargingProfiles() async throws -> HTTPResponse {
    let (limit, cursor) = (try pageLimit(), try pageCursor())
    let page = try await site.reader.read { try $0.chargingProfiles(after: cursor, limit: limit) }
    return .list(page.items.map(\.json), next: page.next?.text)
  }
}

extension KeptChargingProfile {
  /// API: an item of `GET /charging-profiles`.
  fileprivate var json: JSONValue {
    [
      "charge_point": .string(chargePointID), "connector": .integer(connector),
      "charging_profile_id": .integer(profileID), "stack_level": .integer(stackLevel),
      "purpose": .string(purpose), "transaction_id": .integer(transactionID), "profile": .kept(profile),
      "set_by": .string(setBy), "set_at": .instant(setAt),
    ]
  }
}
