import Formats

/// Reads a server's frame to a charge point under load, without a tree and without strings, and judges it.
struct ReplyCheck {
  /// What a frame turned out to be.
  enum Verdict: Equatable {
    /// The right answer; with the transaction's id where one was asked for.
    case good(transactionID: Int64)
    /// A call of the server.
    case call
    case bad(LoadError.Kind)
  }

  private var reader: JSONReader

  private init(_ text: UnsafeRawBufferPointer) { reader = JSONReader(text, tolerant: false) }

  /// - Parameters:
  ///   - wallbox: whose last message is to be answered.
  ///   - message: what it sent; nil: nothing is on its way.
  static func verdict(
    on text: UnsafeRawBufferPointer, for wallbox: LoadWallbox, awaiting message: LoadMessage?
  ) -> Verdict {
    var check = ReplyCheck(text)
    do throws(JSONFault) {
      return try check.frame(wallbox, message)
    } catch {
      return .bad(.json)
    }
  }

  private mutating func frame(
    _ wallbox: LoadWallbox, _ message: LoadMessage?
  ) throws(JSONFault) -> Verdict {
    try reader.beginArray()
    guard try reader.nextElement() else { return .bad(.json) }
    let type = try reader.value()
    if case "2" = type { return .call }
    guard try reader.nextElement() else { return .bad(.json) }
    guard let message, isID(try reader.value(), of: wallbox) else { return .bad(.id) }
    if case "4" = type { return .bad(.callError) }
    guard case "3" = type, try reader.nextElement(), try reader.peek() == .object else { return .bad(.type) }
    let verdict = try payload(message)
    while try reader.nextElement() { _ = try reader.value() }
    try reader.finish()
    return verdict
  }

  /// `INDEX-SEQUENCE`, as `LoadFrames` writes it.
  private func isID(_ token: JSONToken, of wallbox: LoadWallbox) -> Bool {
    guard token.kind == .string else { return false }
    var numbers: (UInt64, UInt64) = (0, 0)
    var behindHyphen = false
    for byte in token.bytes {
      if byte == UInt8(ascii: "-"), !behindHyphen {
        behindHyphen = true
      } else if byte &- UInt8(ascii: "0") < 10 {
        let digit = UInt64(byte - UInt8(ascii: "0"))
        if behindHyphen {
          numbers.1 = numbers.1 &* 10 &+ digit
        } else {
          numbers.0 = numbers.0 &* 10 &+ digit
        }
      } else {
        return false
      }
    }
    return behindHyphen && numbers.0 == UInt64(wallbox.index) && numbers.1 == wallbox.sequence
  }

  /// Reads the payload whole; what the message needs must be there, and say yes.
  private mutating func payload(_ message: LoadMessage) throws(JSONFault) -> Verdict {
    var accepted: Bool?
    var hasTime = false
    var hasInterval = false
    var transactionID: Int64?
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "status": accepted = Self.isAccepted(try reader.value())
      case "idTagInfo": accepted = try idTagInfo()
      case "transactionId": transactionID = Self.positive(try reader.value())
      case "currentTime": hasTime = try reader.value().kind == .string
      case "interval": hasInterval = try reader.value().kind == .number
      default: _ = try reader.value()
      }
    }
    let good =
      switch message {
      case .boot: accepted == true && hasTime && hasInterval
      case .authorize: accepted == true
      case .start: accepted == true && transactionID != nil
      case .stop: accepted != false
      case .heartbeat: hasTime
      case .status, .sample: true
      }
    return good ? .good(transactionID: transactionID ?? 0) : .bad(.status)
  }

  private mutating func idTagInfo() throws(JSONFault) -> Bool {
    guard try reader.peek() == .object else {
      _ = try reader.value()
      return false
    }
    var accepted = false
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "status": accepted = Self.isAccepted(try reader.value())
      default: _ = try reader.value()
      }
    }
    return accepted
  }

  private static func isAccepted(_ token: JSONToken) -> Bool {
    if token.kind == .string, case "Accepted" = token { true } else { false }
  }

  /// OCPP's transaction ids are 32-bit integers; ours are positive.
  private static func positive(_ token: JSONToken) -> Int64? {
    guard token.kind == .number, let id = Int32(token.text), id > 0 else { return nil }
    return Int64(id)
  }
}

extension JSONToken {
  /// Lets `switch key { case "status": … }` compare bytes; a spelling with escapes is none that we ask for.
  fileprivate static func ~= (name: StaticString, token: JSONToken) -> Bool {
    guard token.isPlain, token.bytes.count == name.utf8CodeUnitCount else { return false }
    return token.bytes.elementsEqual(
      UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }
}
