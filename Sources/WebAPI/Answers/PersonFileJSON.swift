import Domain
import Formats
import Storage

extension PersonFile {
  /// API: `GET /tenant/data`.
  func json(at now: Instant) throws -> JSONValue {
    var members = [JSONObject.Member(key: "made_at", value: .instant(now))]
    for (name, rows) in parts {
      let values = try rows.map { row in try JSONValue.parse(Array(row.utf8)) }
      members.append(JSONObject.Member(key: name, value: .array(values)))
    }
    return .object(JSONObject(members))
  }
}
