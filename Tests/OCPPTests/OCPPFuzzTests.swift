import Domain
import Formats
import OCPP
import Testing

/// Deterministic random numbers (SplitMix64), so that a failure comes back.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite("Frames under random damage")
struct OCPPFuzzTests {
  private static let frames = [
    #"[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M","iccid":""}]"#,
    #"[2,"2","Authorize",{"idTag":"ABC\u0041"}]"#,
    #"[2,3,"StatusNotification",{"connectorId":1,"status":"Charging","errorCode":"NoError","timestamp":"2026-03-02T10:00:00Z"}]"#,
    #"[2,"4","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":12,"timestamp":"2026-03-02T10:00:00Z"}]"#,
    #"[2,"5","StopTransaction",{"transactionId":-1,"meterStop":12.5,"timestamp":"2026-03-02 10:00:00","reason":"Local"}]"#,
    #"[2,"6","MeterValues",{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"2026-03-02T10:00:00Z","sampledValue":[{"value":"1","phase":"L1"},{"value":"11.5","measurand":"Power.Active.Import","unit":"kW"}]}]}]"#,
    #"[2,"7","DataTransfer",{"vendorId":"V","data":{"a":[1,null]}}]"#, #"[2,"8","Heartbeat",{}]"#,
    #"[2,"9","FirmwareStatusNotification",{"status":"Idle"}]"#,
    #"[2,"12","SecurityEventNotification",{"type":"T","timestamp":"2026-03-02T10:00:00Z","techInfo":"x"}]"#,
    #"[2,"13","LogStatusNotification",{"status":"Uploading","requestId":4}]"#,
    #"[2,"14","SignCertificate",{"csr":"MII\n"}]"#,
    #"[3,"10",{"configurationKey":[{"key":"K","readonly":true,"value":"V"}]}]"#,
    #"[4,"11","GenericError","x",{}]"#,
  ].map { Array($0.utf8) }

  @Test("every frame is read or refused, and what was read survives a round trip", arguments: 1...4)
  func damage(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    var readable = 0
    for _ in 0..<10_000 {
      var bytes = Self.frames[Int.random(in: 0..<Self.frames.count, using: &random)]
      for _ in 0..<Int.random(in: 1...3, using: &random) { Self.mutate(&bytes, &random) }
      if try roundTrip(bytes) { readable += 1 }
    }
    #expect(readable > 1_000)
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.remove(at: index)
    case 2: bytes.insert(Array(#"{}[],:"\0e-u9"#.utf8).randomElement(using: &random) ?? 0, at: index)
    default: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &random))
    }
  }

  /// False: refused.
  private func roundTrip(_ bytes: [UInt8]) throws -> Bool {
    do {
      return try bytes.withUnsafeBytes { raw in
        switch try FrameReader.read(raw) {
        case .call(let id, let action, let payload): try call(id, action, payload)
        case .callResult(let id, let payload):
          try same(GetConfiguration.Confirmation(reading: payload), id)
        case .callError(let id, let code, let description, let details):
          let value = try JSONValue.parse(details)
          let written = FrameWriter.callError(id, RPCErrorCode(received: code), description, details: value)
          #expect(throws: Never.self) { try JSONValue.parse(written) }
        case .unknownType: break
        }
        return true
      }
    } catch is FrameError {
      return false
    } catch is PayloadError {
      return false
    }
  }

  private func call(_ id: MessageID, _ action: Action, _ payload: UnsafeRawBufferPointer) throws {
    switch action {
    case .authorize: try same(Authorize.Request(reading: payload), id)
    case .bootNotification: try same(BootNotification.Request(reading: payload), id)
    case .dataTransfer: try same(DataTransfer.Request(reading: payload), id)
    case .diagnosticsStatusNotification, .firmwareStatusNotification:
      try same(StatusPayload(reading: payload), id)
    case .heartbeat, .other: try same(EmptyPayload(reading: payload), id)
    case .logStatusNotification, .signedFirmwareStatusNotification:
      try same(NumberedStatusPayload(reading: payload), id)
    case .meterValues:
      let request = try MeterValues.Request(reading: payload)
      for value in request.meterValue {
        _ = value.reading(receivedAt: Instant(millisecondsSince1970: 0))
        _ = value.powerW
      }
      try same(request, id)
    case .securityEventNotification: try same(SecurityEventNotification.Request(reading: payload), id)
    case .signCertificate: try same(SignCertificate.Request(reading: payload), id)
    case .startTransaction: try same(StartTransaction.Request(reading: payload), id)
    case .statusNotification: try same(StatusNotification.Request(reading: payload), id)
    case .stopTransaction: try same(StopTransaction.Request(reading: payload), id)
    }
  }

  /// What we write of a message is strict JSON, and reading it gives the message again.
  private func same<P: Payload & Equatable>(_ payload: P, _ id: MessageID) throws {
    let frame = FrameWriter.callResult(id, payload)
    #expect(throws: Never.self) { try JSONValue.parse(frame) }
    #expect(try P(reading: payload.json) == payload, "\(text(frame))")
  }
}
