import Domain
import Formats
import Glibc
import OCPP

/// What libFuzzer calls with each input. The environment variable FUZZ_TARGET says which reader is under
/// fire.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: data, count: size)
  switch target {
  case "json": fuzzJSON(bytes)
  case "frame": fuzzFrame(bytes)
  case "instant": fuzzInstant(bytes)
  default: preconditionFailure("FUZZ_TARGET must be json, frame or instant")
  }
  return 0
}

private let target = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""

/// Whatever is read can be written and read strictly, and is the same then.
private func fuzzJSON(_ bytes: UnsafeRawBufferPointer) {
  guard let value = tree(bytes, tolerant: true) else {
    precondition(tree(bytes, tolerant: false) == nil, "strict took what tolerant refused")
    return
  }
  precondition(value.serialized.withUnsafeBytes { tree($0, tolerant: false) } == value, "a tree changed")
  let canonical = value.canonical
  let again = canonical.withUnsafeBytes { tree($0, tolerant: false) }
  precondition(again?.canonical == canonical, "the canonical form is not stable")
}

private func tree(_ bytes: UnsafeRawBufferPointer, tolerant: Bool) -> JSONValue? {
  do throws(JSONError) {
    return try JSONValue.parse(bytes, tolerant: tolerant)
  } catch {
    precondition(error.offset <= bytes.count)
    return nil
  }
}

private func fuzzFrame(_ bytes: UnsafeRawBufferPointer) {
  do throws(FrameError) {
    switch try FrameReader.read(bytes) {
    case .call(let id, let action, let payload): fuzzCall(id, action, payload)
    case .callResult(let id, let payload): same(GetConfiguration.Confirmation.self, payload, id)
    case .callError(let id, let code, let text, _):
      let answer = FrameWriter.callError(id, RPCErrorCode(received: code), text)
      precondition(answer.withUnsafeBytes { tree($0, tolerant: false) } != nil, "a frame of ours is no JSON")
    case .unknownType: break
    }
  } catch {
    precondition(!error.reason.isEmpty)
  }
}

private func fuzzCall(_ id: MessageID, _ action: Action, _ payload: UnsafeRawBufferPointer) {
  switch action {
  case .authorize: same(Authorize.Request.self, payload, id)
  case .bootNotification: same(BootNotification.Request.self, payload, id)
  case .dataTransfer: same(DataTransfer.Request.self, payload, id)
  case .diagnosticsStatusNotification, .firmwareStatusNotification: same(StatusPayload.self, payload, id)
  case .heartbeat, .other: same(EmptyPayload.self, payload, id)
  case .logStatusNotification, .signedFirmwareStatusNotification:
    same(NumberedStatusPayload.self, payload, id)
  case .meterValues: fuzzReadings(same(MeterValues.Request.self, payload, id)?.meterValue ?? [])
  case .securityEventNotification: same(SecurityEventNotification.Request.self, payload, id)
  case .signCertificate: same(SignCertificate.Request.self, payload, id)
  case .startTransaction: same(StartTransaction.Request.self, payload, id)
  case .statusNotification: same(StatusNotification.Request.self, payload, id)
  case .stopTransaction: fuzzReadings(same(StopTransaction.Request.self, payload, id)?.transactionData ?? [])
  }
}

private func fuzzReadings(_ values: [MeterValue]) {
  for value in values {
    let readings = value.reading(receivedAt: Instant(millisecondsSince1970: 0))
    precondition(readings.isEmpty == value.sampledValues.isEmpty)
    _ = value.powerW
  }
}

/// What we write of a message is strict JSON, and reading it gives the message again (or is too long by now,
/// because control characters grow when they are escaped).
@discardableResult
private func same<P: Payload & Equatable>(
  _ type: P.Type, _ payload: UnsafeRawBufferPointer, _ id: MessageID
) -> P? {
  guard case .success(let message) = result({ () throws(PayloadError) in try P(reading: payload) }) else {
    return nil
  }
  let frame = FrameWriter.callResult(id, message)
  precondition(frame.withUnsafeBytes { tree($0, tolerant: false) } != nil, "a frame of ours is no JSON")
  switch result({ () throws(PayloadError) in try P(reading: message.json) }) {
  case .success(let again): precondition(again == message, "a message changed")
  case .failure(let error): precondition(error.code == .propertyConstraintViolation, "a message got lost")
  }
  return message
}

private func result<T>(_ body: () throws(PayloadError) -> T) -> Result<T, PayloadError> {
  Result { () throws(PayloadError) in try body() }
}

/// An instant that was read is written so that it is read as the same; decimals never trap.
private func fuzzInstant(_ bytes: UnsafeRawBufferPointer) {
  if let parsed = InstantFormat.parse(bytes) {
    let text = InstantFormat.string(parsed.instant)
    // Year 0 and an offset that leads out of the years 1 to 9999 are held at the ends.
    let isHeld = text.hasPrefix("0001-01-01T00:00:00Z") || text.hasPrefix("9999-12-31T23:59:59.999Z")
    precondition(isHeld || InstantFormat.parse(text)?.instant == parsed.instant, "an instant changed")
  }
  _ = DecimalText.lenientInteger(bytes)
  guard let scaled = DecimalText.lenient(bytes, digits: 6) else { return }
  let text = DecimalText.format(Int128(scaled), digits: 6)
  precondition(DecimalText.lenient(text, digits: 6) == scaled, "a decimal changed")
}
