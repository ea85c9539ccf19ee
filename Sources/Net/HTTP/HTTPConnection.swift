import Domain

/// A connection that speaks HTTP/1.1: one request after the other, until it is upgraded or ends.
@NetworkLoop
final class HTTPConnection: ChannelOwner {
  private enum Phase {
    case reading, answering, over
    case streaming(HTTPStream)
    case upgraded(WebSocket)
  }

  /// Place in the server's list.
  var slot = 0
  let channel: Channel
  private let server: HTTPServer
  private var parser: HTTPParser
  private var phase = Phase.reading
  /// Bytes that came while a request was being answered, or its answer was waiting for the socket.
  private var kept: [UInt8] = []
  private var isHead = false
  private var keepsAlive = true
  private var mayChunk = true
  /// The client has closed its half.
  private var peerDone = false
  private var isConsuming = false
  private var bodyBegun = false
  /// What it holds of requests, as the server has counted it.
  private(set) var heldBytes = 0
  /// Since when it has waited for a request, if it does, in milliseconds of the loop's clock.
  private(set) var waitsSince: Int64
  /// When patience ends, in milliseconds of the loop's clock.
  private var deadline: Int64
  private var lastBacklog = 0

  private static let keptLimit = 64 * 1024

  init(channel: Channel, server: HTTPServer) {
    self.channel = channel
    self.server = server
    parser = HTTPParser(limits: server.limits)
    waitsSince = Reactor.shared.now
    deadline = waitsSince + Int64(server.limits.handshakeSeconds) * 1000
    channel.owner = self
  }

  /// Whether a request waits for its answer.
  var awaitsAnswer: Bool {
    if case .answering = phase { return channel.isOpen }
    return false
  }

  /// Whether it waits for a request, or the rest of one; also while an earlier answer is still leaving.
  var isWaiting: Bool {
    if case .reading = phase { return true }
    return false
  }

  func received(_ bytes: UnsafeMutableRawBufferPointer) {
    switch phase {
    case .reading where kept.isEmpty && channel.backlog == 0: consume(bytes)
    case .reading, .answering: keep(UnsafeRawBufferPointer(bytes))
    case .streaming, .over, .upgraded: break
    }
    countBytes()
  }

  private func countBytes() {
    guard slot >= 0 else { return }
    let before = heldBytes
    heldBytes = parser.heldBytes + kept.count
    server.holds(heldBytes - before)
  }

  private func keep(_ bytes: UnsafeRawBufferPointer) {
    kept.append(contentsOf: bytes)
    if kept.count >= Self.keptLimit { channel.setReading(false) }
  }

  /// Takes no request while an earlier answer waits for the socket: a client that asks and does not read
  /// would fill the memory.
  private func consume(_ bytes: UnsafeMutableRawBufferPointer) {
    isConsuming = true
    defer { isConsuming = false }
    let wasIdle = parser.isIdle
    var rest = UnsafeRawBufferPointer(bytes)
    while case .reading = phase, !rest.isEmpty, channel.backlog == 0 {
      switch parser.next(&rest) {
      case .incomplete: setReadDeadline(wasIdle: wasIdle)
      case .expectsContinue:
        setReadDeadline(wasIdle: false)
        sendContinue()
      case .fault(let fault): refuse(fault)
      case .request(let head, let body): begin(head, body)
      }
    }
    switch phase {
    case .upgraded(let socket) where !rest.isEmpty:
      socket.received(UnsafeMutableRawBufferPointer(mutating: rest))
    case .reading where !rest.isEmpty, .answering where !rest.isEmpty: keep(rest)
    default: break
    }
  }

  /// Goes on with what came while the last request was being answered.
  private func resume() {
    guard !kept.isEmpty else { return }
    switch phase {
    case .reading where channel.backlog == 0: break
    case .upgraded: break
    case .reading, .answering, .streaming, .over: return
    }
    var bytes = kept
    kept = []
    if !peerDone { channel.setReading(true) }
    bytes.withUnsafeMutableBytes { bytes in
      if case .upgraded(let socket) = phase { socket.received(bytes) } else { consume(bytes) }
    }
    countBytes()
    if peerDone, kept.isEmpty, case .reading = phase { finish() }
  }

  private func begin(_ head: RequestHead, _ body: [UInt8]) {
    bodyBegun = false
    isHead = head.method == "HEAD"
    keepsAlive = head.keepsAlive
    mayChunk = head.minorVersion > 0
    phase = .answering
    deadline = .max
    var request = HTTPRequest(method: head.method, target: head.target, body: body)
    request.headers = head.headers.map { ($0.name, $0.value) }
    request.peer = channel.peer.text
    request.peerAddress = channel.peer.hostText
    request.peerNetwork = channel.peer.networkText
    request.isControl = channel.peer.isUnix
    let exchange = HTTPExchange(request: request, connection: self)
    server.application.respond(to: request, through: exchange)
  }

  private func sendContinue() {
    send([UInt8]("HTTP/1.1 100 Continue\r\n\r\n".utf8))
  }

  @discardableResult
  private func send(_ bytes: [UInt8], bounded: Bool = false) -> Bool {
    bytes.withUnsafeBytes { channel.send($0, bounded: bounded) }
  }
}

// Answers.
extension HTTPConnection {
  func answer(_ response: HTTPResponse) {
    guard awaitsAnswer else { return }
    let closing = !keepsAlive || server.isClosing || (peerDone && kept.isEmpty && !isConsuming)
    let hasBody = response.status >= 200 && response.status != 204 && response.status != 304
    var bytes = responseHead(
      status: response.status, headers: response.headers,
      framing: hasBody ? .length(response.body.count) : .none,
      connection: closing ? "close" : mayChunk ? nil : "keep-alive", date: HTTPDate.current)
    if hasBody, !isHead { bytes += response.body }
    send(bytes)
    if closing { return finish() }
    phase = .reading
    waitsSince = Reactor.shared.now
    deadline = waitsSince + Int64(server.limits.idleHTTPSeconds) * 1000
    if !kept.isEmpty { NetworkLoop.soon { self.resume() } }
  }

  /// Answers a broken request, tells the application, and ends the connection.
  func refuse(_ fault: HTTPFault, requestLine: String? = nil, headers: [(String, String)] = []) {
    let problem = HTTPProblem(
      status: fault.status, reason: fault.reason, address: channel.peer.hostText,
      network: channel.peer.networkText,
      requestLine: requestLine ?? parser.requestLine)
    keepsAlive = false
    isHead = false
    phase = .answering
    answer(HTTPResponse(status: fault.status, text: fault.reason + "\n", headers: headers))
    server.application.refused(problem)
  }

  func startStream(status: Int, headers: [(String, String)]) -> HTTPStream {
    let head = responseHead(
      status: status, headers: headers, framing: mayChunk ? .chunked : .untilClose, connection: "close",
      date: HTTPDate.current)
    let stream = HTTPStream(connection: isHead ? nil : self)
    phase = .streaming(stream)
    send(head)
    if isHead { finish() }
    return stream
  }

  func writeChunk(_ bytes: [UInt8]) -> Bool {
    guard case .streaming = phase, channel.isOpen else { return false }
    guard !bytes.isEmpty else { return true }
    guard mayChunk else { return send(bytes, bounded: true) }
    return send(
      [UInt8]((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + [0x0D, 0x0A], bounded: true)
  }

  func endStream() {
    guard case .streaming = phase else { return }
    if mayChunk { send([UInt8]("0\r\n\r\n".utf8)) }
    finish()
  }

  /// Answers a handshake (RFC 6455, 4.2.2) and hands the channel over.
  func upgrade(
    _ request: HTTPRequest, subprotocol: String?, handler: (any WebSocketHandler)?
  ) -> WebSocket? {
    let key: String
    do throws(HTTPFault) {
      key = try WebSocketHandshake.key(of: request)
    } catch {
      let headers = error.status == 426 ? WebSocketHandshake.wanted : []
      refuse(error, requestLine: "\(request.method) \(request.path)", headers: headers)
      return nil
    }
    guard send(WebSocketHandshake.acceptance(of: key, subprotocol: subprotocol)) else { return nil }
    let socket = WebSocket(
      channel: channel, role: .server, maxMessageBytes: server.limits.messageBytes, handler: handler)
    socket.subprotocol = subprotocol
    phase = .upgraded(socket)
    server.upgraded(self, to: socket)
    if !kept.isEmpty { NetworkLoop.soon { self.resume() } }
    return socket
  }
}

// The end.
extension HTTPConnection {
  func outputDrained() { resume() }

  /// A client may close its half and wait for its answers; who listens to a stream has no reason to.
  func peerFinished() {
    peerDone = true
    switch phase {
    case .answering: break
    case .reading where !kept.isEmpty: break
    case .reading: finish()
    case .streaming, .upgraded, .over: abort()
    }
  }

  func channelFailed() {
    let last = phase
    phase = .over
    server.ended(self)
    if case .streaming(let stream) = last { stream.connectionEnded() }
  }

  private func finish() {
    phase = .over
    channel.finish()
    server.ended(self)
  }

  /// The server is going: what is being answered may end, all else ends now.
  func shutDown() {
    switch phase {
    case .reading: parser.isIdle && channel.backlog == 0 ? abort() : finish()
    case .streaming(let stream): stream.close()
    case .answering, .upgraded, .over: break
    }
  }

  /// Drops the connection whatever it is doing.
  func abort() {
    channel.close()
    channelFailed()
  }
}

// Patience.
extension HTTPConnection {
  /// A head has `handshakeSeconds` from its first byte (or from the connection), a body `idleHTTPSeconds`.
  private func setReadDeadline(wasIdle: Bool) {
    let now = Reactor.shared.now
    if parser.isInBody {
      if !bodyBegun { deadline = now + Int64(server.limits.idleHTTPSeconds) * 1000 }
      bodyBegun = true
    } else if wasIdle, !parser.isIdle {
      deadline = now + Int64(server.limits.handshakeSeconds) * 1000
    }
  }

  /// Called about once a second.
  func checkDeadline(_ now: Int64) {
    guard now >= deadline, case .reading = phase else { return }
    if channel.backlog > 0, channel.backlog != lastBacklog {
      lastBacklog = channel.backlog
      deadline = now + Int64(server.limits.idleHTTPSeconds) * 1000
    } else if parser.isIdle {
      abort()
    } else {
      refuse(HTTPFault(status: 408, reason: "The request did not arrive in time."))
    }
  }
}
