package import Domain
import Formats

/// A priced, frozen transaction. It names everything by opaque keys only, so that people can be forgotten
/// without breaking the chain, and carries its tariff and registers, so that anyone can compute it again.
package struct ChargeDetailRecord: Equatable, Sendable {
  package var transactionID: Int64
  package var chargePointKey: Int64
  package var connector: Int
  package var idTagKey: Int64?
  package var tenantKey: Int64?
  /// Instants, registers and states that were priced.
  package var input: PriceInput
  package var tariffVersionKey: Int64?
  package var tariff: Tariff
  package var cost: Cost
  /// The transaction's; those of `cost` are added in `body`.
  package var flags: [Flag]
  /// The site's zone, an IANA name.
  package var timeZone: String
  /// The key of the transaction's earlier record that this one takes the place of.
  package var corrects: Int64?

  package init(
    transactionID: Int64, chargePointKey: Int64, connector: Int, idTagKey: Int64?, tenantKey: Int64?,
    input: PriceInput, tariffVersionKey: Int64?, tariff: Tariff, cost: Cost, flags: [Flag], timeZone: String,
    corrects: Int64? = nil
  ) {
    self.transactionID = transactionID
    self.chargePointKey = chargePointKey
    self.connector = connector
    self.idTagKey = idTagKey
    self.tenantKey = tenantKey
    self.input = input
    self.tariffVersionKey = tariffVersionKey
    self.tariff = tariff
    self.cost = cost
    self.flags = flags
    self.timeZone = timeZone
    self.corrects = corrects
  }

  /// The record as canonical JSON: members sorted, no spaces; equal records have equal bytes. Its `timezone`,
  /// `tariff` and `session` are an input of `wattkeeper price`, so that anyone can price it again.
  package var body: String {
    let flags = Set(flags.map(\.rawValue) + cost.flags.map(\.rawValue)).sorted()
    let record: JSONValue = [
      "transaction_id": Self.number(transactionID),
      "charge_point_key": Self.number(chargePointKey),
      "connector": .number(String(connector)),
      "id_tag_key": Self.number(idTagKey),
      "tenant_key": Self.number(tenantKey),
      "session": input.json,
      "tariff_version_key": Self.number(tariffVersionKey),
      "tariff": tariff.json,
      "cost": costJSON,
      "flags": .array(flags.map(JSONValue.string)),
      "timezone": .string(timeZone),
      "policy_version": .number(String(BillingPolicy.version)),
      "corrects": Self.number(corrects),
    ]
    return record.canonicalText
  }

  /// As `wattkeeper price` writes it, with the currency, and without the sentences: they may be worded better
  /// one day.
  private var costJSON: JSONValue {
    var object = cost.json.objectValue ?? JSONObject()
    object["explanation"] = nil
    object["flags"] = nil
    object["currency"] = .string(cost.currency.code)
    return .object(object)
  }

  private static func number(_ key: Int64?) -> JSONValue { key.map { .number(String($0)) } ?? .null }

  /// Prices a record again from what it froze. `zone` is the one it names.
  ///
  /// Throws what is wrong with a body that no version of this program wrote.
  package static func repriced(body: String, zone: TimeZoneRules) throws(InvalidInput) -> Cost {
    let record: JSONValue
    do {
      record = try JSONValue.parse(body)
    } catch {
      throw InvalidInput(path: error.path, reason: error.reason)
    }
    let input = try PriceInput.parse(record["session"] ?? .null, path: "session")
    return try price(input, by: try Tariff.parse(record["tariff"] ?? .null), zone: zone)
  }

  /// What is hashed for the link of the chain that `body` becomes: a label, the hash of the record before in
  /// lower-case hexadecimal (nothing for the very first), and the body, a line feed between them.
  package static func chainInput(previousHash: [UInt8], body: String) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    let hash = previousHash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    let newline = [UInt8(ascii: "\n")]
    return Array("wattkeeper charge detail record 1".utf8) + newline + hash + newline + Array(body.utf8)
  }
}
