import Domain
import Formats
import Net

extension JSONValue {
  static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
  static func integer(_ value: Int64?) -> JSONValue { value.map { .number(String($0)) } ?? .null }
  static func integer(_ value: Int?) -> JSONValue { integer(value.map(Int64.init)) }
  static func instant(_ value: Instant?) -> JSONValue { text(value.map(InstantFormat.string)) }

  /// Energy in Wh with at most three decimals.
  static func wattHours(_ milliWh: Int64?) -> JSONValue {
    milliWh.map { .number(DecimalText.format(Int128($0), digits: 3)) } ?? .null
  }

  /// An amount as a string with the currency's digits.
  static func money(_ minorUnits: Int64?, _ currency: Currency?) -> JSONValue {
    guard let minorUnits, let currency else { return .null }
    return .string(DecimalText.formatFixed(Int128(minorUnits), digits: currency.minorDigits))
  }

  /// This object with more members behind its own.
  func adding(_ more: JSONValue) -> JSONValue {
    guard case .object(var object) = self, case .object(let other) = more else { return self }
    object.members += other.members
    return .object(object)
  }
}

extension HTTPResponse {
  static func json(_ value: JSONValue, status: Int = 200, headers: [(String, String)] = []) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [("Content-Type", "application/json")] + headers, body: value.serialized)
  }

  /// A list: `{"items":[…],"next_cursor":string|null}`.
  static func list(_ items: [JSONValue], next: String? = nil) -> HTTPResponse {
    json(["items": .array(items), "next_cursor": .text(next)])
  }

  static func html(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [("Content-Type", "text/html; charset=utf-8")] + headers,
      body: Array(text.utf8))
  }

  static func plain(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [("Content-Type", "text/plain; charset=utf-8")], body: Array(text.utf8))
  }
}
