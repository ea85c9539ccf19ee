import Domain
import Formats

/// Writes the frames of charge points under load, all into one buffer that is used again and again.
struct LoadFrames {
  /// The frame written last.
  private(set) var bytes: [UInt8] = []
  private let idTag: [UInt8]

  init(idTag: String) {
    self.idTag = Array(idTag.utf8)
    bytes.reserveCapacity(4096)
  }

  /// Writes the next frame of a charge point, and moves its own clock and register on.
  mutating func write(_ message: LoadMessage, of wallbox: inout LoadWallbox) {
    bytes.removeAll(keepingCapacity: true)
    put("[2,\"")
    put(Int64(wallbox.index))
    put("-")
    put(Int64(wallbox.sequence))
    put("\",\"")
    put(message.action)
    put("\",{")
    switch message {
    case .boot: boot(wallbox)
    case .status: status(&wallbox)
    case .authorize: card()
    case .start: start(&wallbox)
    case .sample: sample(&wallbox)
    case .stop: stop(&wallbox)
    case .heartbeat: break
    }
    put("}]")
  }

  private mutating func boot(_ wallbox: LoadWallbox) {
    put(
      "\"chargePointVendor\":\"Wattkeeper\",\"chargePointModel\":\"Pretend 1\",\"chargePointSerialNumber\":\""
    )
    put(Int64(wallbox.index + 1))
    put("\",\"firmwareVersion\":\"1.0.0\"")
  }

  private mutating func status(_ wallbox: inout LoadWallbox) {
    put("\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"")
    put(wallbox.step == 1 ? "Preparing" : "Available")
    stamp(&wallbox, after: 10_000)
  }

  private mutating func card() {
    put("\"idTag\":\"")
    bytes.append(contentsOf: idTag)
    put("\"")
  }

  private mutating func start(_ wallbox: inout LoadWallbox) {
    put("\"connectorId\":1,")
    card()
    put(",\"meterStart\":")
    put(wallbox.registerWh)
    stampMember(&wallbox, after: 2_000)
  }

  /// 100 Wh in 49 s are 7.3 kW.
  private mutating func sample(_ wallbox: inout LoadWallbox) {
    wallbox.registerWh += 100
    put("\"connectorId\":1,\"transactionId\":")
    put(max(0, wallbox.transactionID))
    put(",\"meterValue\":[{\"timestamp\":\"")
    time(&wallbox, after: 49_000)
    put("\",\"sampledValue\":[{\"value\":\"")
    put(wallbox.registerWh)
    put("\",\"context\":\"Sample.Periodic\",\"measurand\":\"Energy.Active.Import.Register\",\"unit\":\"Wh\"}")
    let tenth = Int64(wallbox.sequence % 10)
    for (value, tail) in Self.measured {
      put(",{\"value\":\"")
      put(value)
      put(".")
      put(tenth)
      put(tail)
    }
    put("]}]")
  }

  private static let measured: [(value: Int64, tail: StaticString)] = [
    (7_360, "\",\"context\":\"Sample.Periodic\",\"measurand\":\"Power.Active.Import\",\"unit\":\"W\"}"),
    (
      32,
      "\",\"context\":\"Sample.Periodic\",\"measurand\":\"Current.Import\",\"phase\":\"L1\",\"unit\":\"A\"}"
    ),
    (230, "\",\"context\":\"Sample.Periodic\",\"measurand\":\"Voltage\",\"phase\":\"L1-N\",\"unit\":\"V\"}"),
    (
      41,
      #"","context":"Sample.Periodic","measurand":"Temperature","location":"Body","unit":"Celsius"}"#
    ),
  ]

  private mutating func stop(_ wallbox: inout LoadWallbox) {
    put("\"transactionId\":")
    put(max(0, wallbox.transactionID))
    put(",")
    card()
    put(",\"meterStop\":")
    put(wallbox.registerWh)
    stampMember(&wallbox, after: 500)
    put(",\"reason\":\"Local\"")
  }

  /// Closes the string before it, then as `stampMember`.
  private mutating func stamp(_ wallbox: inout LoadWallbox, after milliseconds: Int64) {
    put("\"")
    stampMember(&wallbox, after: milliseconds)
  }

  private mutating func stampMember(_ wallbox: inout LoadWallbox, after milliseconds: Int64) {
    put(",\"timestamp\":\"")
    time(&wallbox, after: milliseconds)
    put("\"")
  }

  private mutating func time(_ wallbox: inout LoadWallbox, after milliseconds: Int64) {
    wallbox.clock = wallbox.clock.advanced(byMilliseconds: milliseconds)
    InstantFormat.append(wallbox.clock, to: &bytes)
  }

  private mutating func put(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// - Parameter number: not negative.
  private mutating func put(_ number: Int64) {
    let start = bytes.count
    var rest = number
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }
}

/// What a charge point under load remembers between two messages.
struct LoadWallbox {
  let index: Int
  /// Of the message sent last; part of its id.
  var sequence: UInt64 = 0
  /// Where it is within a session.
  var step = 0
  var registerWh: Int64 = 1_000
  var transactionID: Int64 = -1
  /// Its own clock: sessions lie in the past and last as long as their energy needs, like a replay after an
  /// outage, so that nothing in them is implausible.
  var clock: Instant
}
