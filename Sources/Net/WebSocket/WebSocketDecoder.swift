/// Reads messages and control frames from bytes as they come (RFC 6455, 5). Knows no socket.
///
/// A message that arrives in one piece is unmasked where it lies and handed out from there. Only what
/// arrives in pieces is collected, and only as far as it has come: a frame that claims to be large reserves
/// nothing.
struct WebSocketDecoder {
  enum Event {
    /// The bytes of messages and pings are valid until the next call.
    case text(UnsafeRawBufferPointer)
    case binary(UnsafeRawBufferPointer)
    case ping(UnsafeRawBufferPointer)
    case pong
    case close(code: Int?, reason: String)
    /// A message larger than `maxMessageBytes`; nothing more can be read.
    case tooBig
    /// Not a WebSocket's bytes; nothing more can be read.
    case violation(String)
  }

  var maxMessageBytes: Int
  private let expectsMask: Bool
  private var failed = false
  /// Whether messages are collected, or passed over.
  private var keepsMessages = true
  /// The beginning of a header that has not arrived whole.
  private var headerPart: [UInt8] = []
  /// The frame whose payload has not arrived whole, with the bytes that have.
  private var frame: (header: FrameHeader, arrived: Int)?
  /// The parts of a message so far, and whether it is text.
  private var message: ByteStore?
  private var messageIsText = false
  private var control: ByteStore?
  /// What the last event points to.
  private var handedOut: ByteStore?

  /// - Parameter expectsMask: true on a server, where all frames must be masked; false on a client,
  ///   where none may.
  init(expectsMask: Bool, maxMessageBytes: Int) {
    self.expectsMask = expectsMask
    self.maxMessageBytes = maxMessageBytes
  }

  /// Takes bytes from the front of `input` up to the next event; nil: all were taken.
  mutating func next(_ input: inout UnsafeMutableRawBufferPointer) -> Event? {
    if handedOut != nil { handedOut = nil }
    while !failed {
      if frame == nil {
        switch takeHeader(&input) {
        case .incomplete: return nil
        case .violation(let reason): return fail(.violation(reason))
        case .header(let header, bytes: _):
          if let problem = check(header) { return fail(problem) }
          if let event = takeWhole(header, &input) { return checked(event) }
          frame = (header, 0)
        }
      }
      guard let event = takePayload(&input) else {
        if frame != nil { return nil }
        continue
      }
      return checked(event)
    }
    input = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    return nil
  }

  /// From now on only control frames matter: whoever is asked to close shall not fill the memory until then.
  mutating func dropMessages() {
    keepsMessages = false
    message = nil
  }

  private mutating func fail(_ event: Event) -> Event {
    failed = true
    message = nil
    control = nil
    frame = nil
    return event
  }

  /// A close frame can be found wrong when its payload is read.
  private mutating func checked(_ event: Event) -> Event {
    if case .violation = event { return fail(event) }
    return event
  }

  /// What a header says against the state of the connection.
  private func check(_ header: FrameHeader) -> Event? {
    if (header.mask != nil) != expectsMask {
      return .violation(expectsMask ? "A frame is not masked." : "A frame is masked.")
    }
    if header.opcode.isControl || !keepsMessages { return nil }
    if header.opcode == .continuation, message == nil { return .violation("There is nothing to continue.") }
    if header.opcode != .continuation, message != nil {
      return .violation("A message begins inside another.")
    }
    return header.payloadBytes > maxMessageBytes - (message?.count ?? 0) ? .tooBig : nil
  }

  private mutating func takeHeader(_ input: inout UnsafeMutableRawBufferPointer) -> FrameHeader.Parsed {
    if headerPart.isEmpty {
      let parsed = FrameHeader.parse(UnsafeRawBufferPointer(input))
      switch parsed {
      case .header(_, let bytes): input.dropFront(bytes)
      case .incomplete:
        headerPart.append(contentsOf: input)
        input.dropFront(input.count)
      case .violation: break
      }
      return parsed
    }
    while let byte = input.first {
      input.dropFront(1)
      headerPart.append(byte)
      let parsed = headerPart.withUnsafeBytes { FrameHeader.parse($0) }
      if case .incomplete = parsed { continue }
      headerPart = []
      return parsed
    }
    return .incomplete
  }
}

// Payloads.
extension WebSocketDecoder {
  /// A frame whose payload lies whole in `input`: nothing is copied. Nil: it does not, or is part of a
  /// message.
  private func takeWhole(
    _ header: FrameHeader, _ input: inout UnsafeMutableRawBufferPointer
  ) -> Event? {
    guard header.isFinal, header.opcode != .continuation, input.count >= header.payloadBytes else {
      return nil
    }
    let payload = UnsafeMutableRawBufferPointer(rebasing: input[..<header.payloadBytes])
    input.dropFront(header.payloadBytes)
    if let mask = header.mask { applyMask(mask, to: payload) }
    return Self.event(header.opcode, UnsafeRawBufferPointer(payload))
  }

  /// As much of the frame's payload as is there; an event when it ends a message or is a control frame.
  private mutating func takePayload(_ input: inout UnsafeMutableRawBufferPointer) -> Event? {
    guard let (header, arrived) = frame else { return nil }
    let count = min(input.count, header.payloadBytes - arrived)
    let part = UnsafeMutableRawBufferPointer(rebasing: input[..<count])
    input.dropFront(count)
    if let mask = header.mask { applyMask(mask, to: part, phase: arrived) }
    if header.opcode.isControl || keepsMessages { store(header).append(UnsafeRawBufferPointer(part)) }
    guard arrived + count == header.payloadBytes else {
      frame = (header, arrived + count)
      return nil
    }
    frame = nil
    if header.opcode.isControl {
      handedOut = control
      control = nil
      return Self.event(header.opcode, handedOut?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0))
    }
    guard header.isFinal, let whole = message else { return nil }
    handedOut = whole
    message = nil
    return Self.event(messageIsText ? .text : .binary, whole.bytes)
  }

  private mutating func store(_ header: FrameHeader) -> ByteStore {
    if let store = header.opcode.isControl ? control : message { return store }
    let store = ByteStore(capacity: min(header.payloadBytes, 4096))
    if header.opcode.isControl {
      control = store
    } else {
      message = store
      messageIsText = header.opcode == .text
    }
    return store
  }

  private static func event(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer) -> Event {
    switch opcode {
    case .text: .text(payload)
    case .binary, .continuation: .binary(payload)
    case .ping: .ping(payload)
    case .pong: .pong
    case .close: closeEvent(payload)
    }
  }

  /// A close frame's code and reason (RFC 6455, 5.5.1 and 7.4). A reason that is no UTF-8 is repaired.
  private static func closeEvent(_ payload: UnsafeRawBufferPointer) -> Event {
    guard !payload.isEmpty else { return .close(code: nil, reason: "") }
    guard payload.count >= 2 else { return .violation("A close frame has half a code.") }
    let code = Int(payload[0]) << 8 | Int(payload[1])
    switch code {
    case 1000...1003, 1007...1014, 3000...4999:
      return .close(code: code, reason: String(decoding: payload[2...], as: UTF8.self))
    default: return .violation("A close frame has a code that may not be sent.")
    }
  }
}

extension UnsafeMutableRawBufferPointer {
  fileprivate mutating func dropFront(_ count: Int) {
    self = UnsafeMutableRawBufferPointer(rebasing: self[count...])
  }
}
