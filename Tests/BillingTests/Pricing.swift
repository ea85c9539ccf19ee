import Billing
import Domain
import Formats

/// Runs `wattkeeper price` without the binary around it.
enum Pricing {
  struct UnknownZone: Error {}

  static func zone(_ name: String) throws -> TimeZoneRules {
    switch name {
    case "Europe/Zurich": TimeZoneRules(offsetSeconds: 3600)
    case "Europe/Berlin": try central()
    case "UTC": .utc
    default: throw UnknownZone()
    }
  }

  /// Summer time from the last Sunday of March to that of October, from a zone file of nothing but its rule
  /// (RFC 8536, 3.3), so that no file of the machine is read.
  private static func central() throws -> TimeZoneRules {
    let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    let header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts
    let block = [0, 0, 0x0E, 0x10, 0, 0] + Array("CET\0".utf8)
    return try TimeZoneRules(
      tzif: header + block + header + block + Array("\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8))
  }

  static func text(_ input: String) throws(InvalidInput) -> String {
    String(decoding: try priceFile(Array(input.utf8), zone: zone), as: UTF8.self)
  }

  static func json(tariff: String, session: String, zone: String = "Europe/Zurich") throws -> JSONValue {
    try parsed(tariff: tariff, session: session, zone: zone)
  }

  static func parsed(tariff: String, session: String, zone: String) throws(InvalidInput) -> JSONValue {
    let output = try text(#"{"timezone":"\#(zone)","tariff":\#(tariff),"session":\#(session)}"#)
    do {
      return try JSONValue.parse(output)
    } catch {
      throw InvalidInput(path: "", reason: "printed what is no JSON")
    }
  }

  /// A tariff of one element; `more` are further members of the tariff.
  static func tariff(_ components: String, currency: String = "EUR", more: String = "") -> String {
    #"{"currency":"\#(currency)","elements":[{"price_components":[\#(components)]}]\#(more)}"#
  }

  /// A transaction from 10:00, with readings as minutes and Wh.
  static func session(minutes: Int = 60, _ readings: [(Int, String)], more: String = "") -> String {
    let items = readings.map { #"{"t":"\#(at($0.0))","wh":\#($0.1)}"# }.joined(separator: ",")
    return #"{"start":"\#(at(0))","stop":"\#(at(minutes))","readings":[\#(items)]\#(more)}"#
  }

  /// So many Wh, evenly over an hour.
  static func charge(_ wattHours: String) -> String { session([(0, "0"), (60, wattHours)]) }

  static func at(_ minute: Int) -> String {
    InstantFormat.string(Instant(millisecondsSince1970: 1_772_445_600_000 + Int64(minute) * 60_000))
  }

  static func idle(_ from: Int, _ to: Int) -> String {
    #"{"from":"\#(at(from))","to":"\#(at(to))","state":"idle"}"#
  }
}

extension JSONValue {
  /// The text of a member, "null" for null.
  func text(_ key: String) -> String {
    self[key]?.stringValue ?? (self[key]?.isNull == true ? "null" : "missing")
  }

  var amounts: [String] { ["net", "vat", "gross"].map(text) }
  var flags: [String] { self["flags"]?.arrayValue?.compactMap(\.stringValue) ?? ["missing"] }
  var explanation: [String] { self["explanation"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
  func list(_ key: String) -> [JSONValue] { self[key]?.arrayValue ?? [] }
}
