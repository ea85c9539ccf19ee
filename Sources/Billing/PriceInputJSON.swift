import Domain
import Formats

extension PriceInput {
  /// Reads `session` of `wattkeeper price`.
  static func parse(_ json: JSONValue, path: String) throws(InvalidInput) -> PriceInput {
    var reader = try ObjectReader(json, path: path)
    let input = PriceInput(
      start: try reader.instant("start"), stop: try reader.instant("stop"), readings: try readings(&reader),
      states: try states(&reader),
      registerModulusMilliWh: try reader.optional("register_modulus_wh") == nil
        ? nil : reader.milliWh("register_modulus_wh"))
    try reader.unsupported("reservation")
    try reader.finish()
    return input
  }

  /// As `parse` reads it.
  var json: JSONValue {
    var session: JSONObject = JSONObject()
    session["start"] = .string(InstantFormat.string(start))
    session["stop"] = .string(InstantFormat.string(stop))
    session["readings"] = .array(
      readings.map { reading in
        [
          "t": .string(InstantFormat.string(reading.at)),
          "wh": .number(DecimalDigits.wattHours(milliWh: reading.energyMilliWh)),
        ]
      })
    session["states"] = states.map { states in
      .array(
        states.map { interval in
          [
            "from": .string(InstantFormat.string(interval.from)),
            "to": .string(InstantFormat.string(interval.to)), "state": .string(interval.state.rawValue),
          ]
        })
    }
    session["register_modulus_wh"] = registerModulusMilliWh.map {
      .number(DecimalDigits.wattHours(milliWh: $0))
    }
    return .object(session)
  }

  private static func readings(_ reader: inout ObjectReader) throws(InvalidInput) -> [RegisterReading] {
    guard reader.optional("readings") != nil else { return [] }
    var readings: [RegisterReading] = []
    for (index, json) in try reader.elements("readings").enumerated() {
      var reading = try ObjectReader(json, path: JSONPath.joined(reader.path(of: "readings"), index))
      readings.append(
        RegisterReading(at: try reading.instant("t"), energyMilliWh: try reading.milliWh("wh")))
      try reading.finish()
    }
    return readings
  }

  private static func states(_ reader: inout ObjectReader) throws(InvalidInput) -> [StateInterval]? {
    guard reader.optional("states") != nil else { return nil }
    var states: [StateInterval] = []
    for (index, json) in try reader.elements("states").enumerated() {
      var interval = try ObjectReader(json, path: JSONPath.joined(reader.path(of: "states"), index))
      guard let state = StateInterval.State(rawValue: try interval.text("state")) else {
        throw InvalidInput(path: interval.path(of: "state"), reason: "must be charging or idle")
      }
      // Only restrictions by current could make a difference of it, and those are refused.
      _ = interval.optional("current_a")
      states.append(
        StateInterval(from: try interval.instant("from"), to: try interval.instant("to"), state: state))
      try interval.finish()
    }
    return states
  }
}
