package import Domain
import Formats

/// `wattkeeper price FILE`: the bytes of an input in, the bytes of its price out, a line feed at the end.
/// `zone` finds the rules of an IANA time zone and throws for a name it does not know.
package func priceFile(
  _ bytes: [UInt8], zone: (String) throws -> TimeZoneRules
) throws(InvalidInput) -> [UInt8] {
  var reader = try ObjectReader(try parse(bytes), path: "")
  let name = try reader.text("timezone")
  let tariff = try Tariff.parse(try reader.required("tariff"), path: "tariff")
  let input = try PriceInput.parse(try reader.required("session"), path: "session")
  try reader.finish()
  let rules: TimeZoneRules
  do {
    rules = try zone(name)
  } catch {
    throw InvalidInput(path: "timezone", reason: "is not a known IANA time zone")
  }
  let cost = try price(input, by: tariff, zone: rules)
  return cost.json.serialized + [UInt8(ascii: "\n")]
}

private func parse(_ bytes: [UInt8]) throws(InvalidInput) -> JSONValue {
  do {
    return try JSONValue.parse(bytes)
  } catch {
    throw InvalidInput(path: error.path, reason: "\(error.reason) (byte \(error.offset))")
  }
}
