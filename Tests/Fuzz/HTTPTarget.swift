import Domain

@testable import Net

/// Small, so that a short input reaches every one of them.
private let limits = {
  var limits = Limits()
  limits.requestLineBytes = 64
  limits.headerBytes = 192
  limits.headerCount = 8
  limits.bodyBytes = 48
  return limits
}()

/// However requests are cut they are read as the same, and no more of one is held than the limits allow.
func fuzzHTTP(_ bytes: UnsafeRawBufferPointer) {
  var input = bytes
  let cuts = Cuts(from: &input)
  var whole = Reader()
  whole.take(input)
  var pieces = Reader()
  cuts.each(of: input) { pieces.take($0) }
  require(whole.log == pieces.log, "requests were read differently in pieces")
  require(whole.parser.requestLine == pieces.parser.requestLine)
  require(whole.parser.isIdle == pieces.parser.isIdle && whole.parser.isInBody == pieces.parser.isInBody)
  guard input.count > limits.requestLineBytes else { return }
  whole.checkBounds()
  pieces.checkBounds()
}

/// Reads as a connection does, and writes down what it read.
private struct Reader {
  var parser = HTTPParser(limits: limits)
  var log: [UInt8] = []
  private var failed = false

  mutating func take(_ piece: UnsafeRawBufferPointer) {
    var rest = piece
    while !rest.isEmpty {
      switch parser.next(&rest) {
      case .incomplete: require(rest.isEmpty, "the reader stopped in the middle")
      case .expectsContinue: require(!failed)
      case .request(let head, let body): read(head, body)
      case .fault(let fault):
        require(!failed && 400..<600 ~= fault.status, "a fault is not the end")
        failed = true
        note("\(fault.status) \(fault.reason)")
        rest = UnsafeRawBufferPointer(start: nil, count: 0)
      }
    }
  }

  func checkBounds() {
    // Of a line that is too long no more is kept than of one that is not, with its CR and LF.
    let most = limits.requestLineBytes + limits.headerBytes + limits.bodyBytes + 256 + 6
    require(bytesHeld(by: parser) <= most, "more is held than the limits allow")
  }

  private mutating func read(_ head: RequestHead, _ body: [UInt8]) {
    require(!failed)
    require(body.count <= limits.bodyBytes && head.headers.count <= limits.headerCount)
    require(head.method.utf8.count + head.target.utf8.count <= limits.requestLineBytes * 3)
    note("\(head.method) \(head.target) \(head.minorVersion) \(head.keepsAlive)")
    for (name, value) in head.headers { note("\(name): \(value)") }
    log += body + [0]
    var request = HTTPRequest(method: head.method, target: head.target, body: body)
    request.headers = head.headers.map { ($0.name, $0.value) }
    handshake(request)
    guard request.segmentsValid else { return }
    require(request.segments.allSatisfy { !$0.isEmpty && !$0.utf8.contains { $0 == 0x2F || $0 == 0 } })
  }

  /// What goes back to a client that asked for a WebSocket is one head and cannot begin another.
  private mutating func handshake(_ request: HTTPRequest) {
    do throws(HTTPFault) {
      let key = try WebSocketHandshake.key(of: request)
      let answer = WebSocketHandshake.acceptance(of: key, subprotocol: request.offeredSubprotocols.first)
      let lines = answer.split(separator: 0x0A)
      require(lines.count == (request.offeredSubprotocols.isEmpty ? 5 : 6) && lines.last == [0x0D])
    } catch {
      note(error.reason)
    }
  }

  private mutating func note(_ line: String) { log += Array(line.utf8) + [0] }
}
