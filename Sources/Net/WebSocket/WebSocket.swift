/// One WebSocket connection (RFC 6455), either end of it.
///
/// Pings of the peer are answered here; a server's sockets ping by themselves.
@NetworkLoop
package final class WebSocket {
  enum Role { case server, client }
  private enum State { case open, closing, closed }

  /// Where it stands in the server's ping wheel.
  var place: PingPlace?
  private let channel: Channel
  private let role: Role
  private var state = State.open
  private var decoder: WebSocketDecoder
  private var handler: (any WebSocketHandler)?
  private var lastHeard = Reactor.shared.now

  init(channel: Channel, role: Role, maxMessageBytes: Int, handler: (any WebSocketHandler)?) {
    self.channel = channel
    self.role = role
    self.handler = handler
    decoder = WebSocketDecoder(expectsMask: role == .server, maxMessageBytes: maxMessageBytes)
    channel.owner = self
  }

  /// Whether messages can still be sent.
  package var isOpen: Bool { state == .open && channel.isOpen }

  /// The other end: "192.0.2.1:4711".
  package var peer: String { channel.peer.text }

  /// The other end's address without the port.
  package var peerAddress: String { channel.peer.hostText }

  /// What was agreed on (RFC 6455, 1.9), as spelt in the handshake; nil: nothing.
  package internal(set) var subprotocol: String?

  /// The largest message taken, in bytes, all fragments together. Starts as `Limits.messageBytes`.
  package var maxMessageBytes: Int {
    get { decoder.maxMessageBytes }
    set { decoder.maxMessageBytes = newValue }
  }
}

// Sending.
extension WebSocket {
  /// Sends a text message. False: the socket is closed, or was dropped because more than
  /// `Limits.responseBacklogBytes` would wait for a peer that does not read.
  @discardableResult
  package func send(text: [UInt8]) -> Bool {
    text.withUnsafeBytes { send(text: $0) }
  }

  /// Sends a text message from bytes that are needed during the call only.
  @discardableResult
  package func send(text: UnsafeRawBufferPointer) -> Bool {
    state == .open && send(.text, text)
  }

  /// Sends a binary message.
  @discardableResult
  package func send(binary: [UInt8]) -> Bool {
    state == .open && binary.withUnsafeBytes { send(.binary, $0) }
  }

  private func send(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer) -> Bool {
    let mask = role == .client ? MaskSource.next() : nil
    let header = FrameHeader(isFinal: true, opcode: opcode, mask: mask, payloadBytes: payload.count)
    let shared = Reactor.shared.writeBuffer
    if FrameHeader.maxBytes + payload.count <= shared.count {
      return channel.send(Self.frame(header, payload, in: shared))
    }
    let room = UnsafeMutableRawBufferPointer.allocate(
      byteCount: FrameHeader.maxBytes + payload.count, alignment: 16)
    defer { room.deallocate() }
    return channel.send(Self.frame(header, payload, in: room))
  }

  private static func frame(
    _ header: FrameHeader, _ payload: UnsafeRawBufferPointer, in room: UnsafeMutableRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    let start = header.write(to: room)
    let end = start + payload.count
    let body = UnsafeMutableRawBufferPointer(rebasing: room[start..<end])
    body.copyMemory(from: payload)
    if let mask = header.mask { applyMask(mask, to: body) }
    return UnsafeRawBufferPointer(rebasing: room[..<end])
  }

  /// The server's ping (RFC 6455, 5.5.2); a peer from which nothing at all has come for too long is dropped.
  func sendPing(now: Int64, patienceMs: Int64) {
    if now - lastHeard >= patienceMs { return abort() }
    // What waits to be sent asks the same question as a ping would.
    guard state == .open, channel.backlog == 0 else { return }
    _ = send(.ping, UnsafeRawBufferPointer(start: nil, count: 0))
  }
}

// Receiving.
extension WebSocket: ChannelOwner {
  func received(_ bytes: UnsafeMutableRawBufferPointer) {
    lastHeard = Reactor.shared.now
    var rest = bytes
    while state != .closed, let event = decoder.next(&rest) { handle(event) }
  }

  private func handle(_ event: WebSocketDecoder.Event) {
    switch event {
    case .text(let bytes): if state == .open { handler?.received(text: bytes, on: self) }
    case .binary(let bytes): if state == .open { handler?.received(binary: bytes, on: self) }
    case .ping(let bytes): if state == .open { _ = send(.pong, bytes) }
    case .pong: break
    case .close(let code, let reason): peerClosed(code, reason)
    case .violation(let reason): close(code: 1002, reason: reason)
    case .tooBig:
      if state == .open { handler?.tooBig(self) }
      close(code: 1009, reason: "The message is larger than \(maxMessageBytes) bytes.")
    }
  }

  func outputDrained() {}

  func peerFinished() {
    channel.close()
    ended(code: nil, reason: "")
  }

  func channelFailed() {
    ended(code: nil, reason: "")
  }
}

// Closing.
extension WebSocket {
  /// Sends a close frame (RFC 6455, 5.5.1) and waits 5 seconds for the peer's, then hangs up.
  /// Does nothing when the socket is closing or closed.
  /// - Parameter reason: cut to the 123 bytes a close frame has room for.
  package func close(code: Int, reason: String) {
    guard state == .open else { return }
    sendClose(code, reason)
    state = .closing
    decoder.dropMessages()
    channel.end(within: 5_000)
  }

  /// Hangs up at once.
  package func abort() {
    guard state != .closed else { return }
    channel.close()
    // The caller is not called back from within its own call.
    state = .closed
    NetworkLoop.soon { self.tellClosed(code: nil, reason: "") }
  }

  private func sendClose(_ code: Int?, _ reason: String) {
    var payload: [UInt8] = []
    if let code {
      payload = [UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code)]
      var text = Substring(reason)
      while text.utf8.count > 123 { text.removeLast() }
      payload += text.utf8
    }
    _ = payload.withUnsafeBytes { send(.close, $0) }
  }

  private func peerClosed(_ code: Int?, _ reason: String) {
    if state == .open {
      sendClose(code, "")
      channel.finish()
    } else {
      channel.close()
    }
    ended(code: code, reason: reason)
  }

  private func ended(code: Int?, reason: String) {
    guard state != .closed else { return }
    state = .closed
    tellClosed(code: code, reason: reason)
  }

  private func tellClosed(code: Int?, reason: String) {
    if let place { place.wheel.remove(place) }
    place = nil
    let listener = handler
    handler = nil
    listener?.closed(self, code: code, reason: reason)
  }
}
