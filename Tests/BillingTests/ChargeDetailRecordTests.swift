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
    let states = [StateInterval(from: begin.at, to: end.at, state: .charging)]
    let input = PriceInput(start: begin.at, stop: end.at, readings: [begin, end], states: states)
    return ChargeDetailRecord(
      transactionID: 17, chargePointKey: 3, connector: 1, idTagKey: nil, tenantKey: tenantKey, input: input,
      tariffVersionKey: 2, tariff: tariff, cost: try price(input, by: tariff, zone: .utc),
      flags: [.timeAssumed, .late], timeZone: "Europe/Zurich", corrects: corrects)
  }

  @Test("the body is canonical JSON and holds all that the amount was made of")
  func body() throws {
    let expected =
      #"{"charge_point_key":3,"connector":1,"#
      + #""corrects":null,"cost":{"currency":"EUR","energy_kwh":"1","exact_net":"0.4","gross":"0.48","#
      + #""limit":null,"lines":[{"billed_quantity":"1","dimension":"ENERGY","exact_amount":"0.4","#
      + #""unit":"kWh","unit_price":"0.40","vat_percent":"19"}],"net":"0.40","vat":"0.08","#
      + #""vat_groups":[{"gross":"0.48","net":"0.40","vat":"0.08","vat_percent":"19"}]},"#
      + #""flags":["late","time_assumed"],"id_tag_key":null,"policy_version":2,"#
      + #""session":{"readings":[{"t":"1970-01-01T00:00:00Z","wh":1000.5},"#
      + #"{"t":"1970-01-01T01:00:00Z","wh":2000.5}],"start":"1970-01-01T00:00:00Z","#
      + #""states":[{"from":"1970-01-01T00:00:00Z","state":"charging","to":"1970-01-01T01:00:00Z"}],"#
      + #""stop":"1970-01-01T01:00:00Z"},"tariff":{"currency":"EUR","elements":[{"price_components":"#
      + #"[{"price":"0.40","type":"ENERGY","vat":"19"}]}]},"tariff_version_key":2,"tenant_key":5,"#
      + #""timezone":"Europe/Zurich","transaction_id":17}"#
    #expect(try record().body == expected)
    #expect(try record(corrects: 9, tenantKey: nil).body.contains(#""corrects":9"#))
  }

  @Test("a record proves itself: what it froze gives the same cost again, also as a price file")
  func provesItself() throws {
    let record = try record()
    #expect(try ChargeDetailRecord.repriced(body: record.body, zone: .utc) == record.cost)
    let body = try JSONValue.parse(record.body)
    let file: JSONValue = [
      "timezone": try #require(body["timezone"]), "tariff": try #require(body["tariff"]),
      "session": try #require(body["session"]),
    ]
    #expect(
      try priceFile(file.serialized) { _ in .utc } == Array((record.cost.json.serializedText + "\n").utf8))
  }

  @Test("a body that is no record is refused with its path")
  func notARecord() {
    let error = #expect(throws: InvalidInput.self) {
      try ChargeDetailRecord.repriced(body: #"{"session":{}}"#, zone: .utc)
    }
    #expect(error?.path == "session.start")
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
