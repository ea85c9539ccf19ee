import Billing
import Domain
import Formats
import Testing

@Suite struct ChargeDetailRecordTests {
  private func record(corrects: Int64? = nil, tenantKey: Int64? = 5) throws -> ChargeDetailRecord {
    let tariff = try Tariff.parse(
      try JSONValue.parse(
        #"{ "elements": [{"price_components": [{"type":"ENERGY", "vat":"19", "price":"0.40"}]}], "#
          + #""currency": "EUR" }"#
      ))
    let begin = RegisterReading(at: Instant(millisecondsSince1970: 0), energyMilliWh: 1_000_500)
    let end = RegisterReading(at: Instant(millisecondsSince1970: 3_600_000), energyMilliWh: 2_000_500)
    let cost = try price(
      PriceInput(start: begin.at, stop: end.at, readings: [begin, end]), by: tariff, zone: .utc)
    return ChargeDetailRecord(
      transactionID: 17, chargePointKey: 3, connector: 1, idTagKey: nil, tenantKey: tenantKey, begin: begin,
      end: end, tariffVersionKey: 2, tariff: tariff, cost: cost, flags: [.timeAssumed, .late],
      timeZone: "Europe/Zurich", corrects: corrects)
  }

  @Test("the body is canonical JSON and holds all that the amount was made of")
  func body() throws {
    let expected =
      #"{"begin":{"at":"1970-01-01T00:00:00Z","wh":1000.5},"charge_point_key":3,"connector":1,"#
      + #""corrects":null,"cost":{"currency":"EUR","energy_kwh":"1","exact_net":"0.4","gross":"0.48","#
      + #""limit":null,"lines":[{"billed_quantity":"1","dimension":"ENERGY","exact_amount":"0.4","#
      + #""unit":"kWh","unit_price":"0.40","vat_percent":"19"}],"net":"0.40","vat":"0.08","#
      + #""vat_groups":[{"gross":"0.48","net":"0.40","vat":"0.08","vat_percent":"19"}]},"#
      + #""end":{"at":"1970-01-01T01:00:00Z","wh":2000.5},"flags":["late","time_assumed"],"#
      + #""id_tag_key":null,"policy_version":1,"tariff":{"currency":"EUR","elements":[{"price_components":"#
      + #"[{"price":"0.40","type":"ENERGY","vat":"19"}]}]},"tariff_version_key":2,"tenant_key":5,"#
      + #""time_zone":"Europe/Zurich","transaction_id":17}"#
    #expect(try record().body == expected)
    #expect(try record(corrects: 9, tenantKey: nil).body.contains(#""corrects":9"#))
  }

  @Test("the tariff in a record prices the registers in it again")
  func provesItself() throws {
    let body = try JSONValue.parse(try record().body)
    let tariff = try Tariff.parse(try #require(body["tariff"]))
    #expect(tariff.canonicalJSON == body["tariff"]?.canonicalText)
    let begin = RegisterReading(at: Instant(millisecondsSince1970: 0), energyMilliWh: 1_000_500)
    let end = RegisterReading(at: Instant(millisecondsSince1970: 3_600_000), energyMilliWh: 2_000_500)
    let cost = try price(
      PriceInput(start: begin.at, stop: end.at, readings: [begin, end]), by: tariff, zone: .utc)
    #expect(body["cost"]?.text("gross") == cost.money(cost.amounts.gross))
  }

  @Test("what is hashed names the record before, and no two pairs give the same bytes")
  func chain() {
    let bytes = ChargeDetailRecord.chainInput(previousHash: [0x00, 0xAB, 0xF1], body: "{}")
    #expect(String(decoding: bytes, as: UTF8.self) == "wattkeeper charge detail record 1\n00abf1\n{}")
    #expect(
      ChargeDetailRecord.chainInput(previousHash: [], body: "a")
        != ChargeDetailRecord.chainInput(previousHash: [0x0A], body: ""))
  }
}
