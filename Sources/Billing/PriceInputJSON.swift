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
        ? nil : reader.milliWh("register_modulus_wh"), reservation: try Reservation.parse(&reader))
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
          var object = JSONObject()
          object["from"] = .string(InstantFormat.string(interval.from))
          object["to"] = .string(InstantFormat.string(interval.to))
          object["state"] = .string(interval.state.rawValue)
          object["current_a"] = interval.currentA.map { .string($0.text) }
          return .object(object)
        })
    }
    session["register_modulus_wh"] = registerModulusMilliWh.map {
      .number(DecimalDigits.wattHours(milliWh: $0))
    }
    session["reservation"] = reservation?.json
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
      let (from, to) = (try interval.instant("from"), try interval.instant("to"))
      var read = StateInterval(from: from, to: to, state: state)
      read.currentA = try interval.optionalMagnitude("current_a")
      states.append(read)
      try interval.finish()
    }
    return states
  }
}
