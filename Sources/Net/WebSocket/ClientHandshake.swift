import CLinux
import Crypto
import Domain
import Glibc

/// One attempt to open a WebSocket: connects, sends the request, reads the answer.
@NetworkLoop
final class ClientHandshake: Pollable, ChannelOwner {
  typealias Outcome = @NetworkLoop (Result<WebSocket, any Error>) -> Void

  private(set) var descriptor: Int32 = -1
  private let address: WebSocketURL
  private let subprotocols: [String]
  private let headers: [(String, String)]
  private let key = base64(randomBytes(16))
  private var handler: (any WebSocketHandler)?
  private var outcome: Outcome?
  private var peer = SocketAddress.unix
  private var channel: Channel?
  private var lines = LineReader()
  private var status: Int?
  private var answered: [(name: String, value: String)] = []
  private var timer: LoopTimer?

  init(
    address: WebSocketURL, subprotocols: [String], headers: [(String, String)],
    handler: any WebSocketHandler, outcome: @escaping Outcome
  ) {
    self.address = address
    self.subprotocols = subprotocols
    self.headers = headers
    self.handler = handler
    self.outcome = outcome
  }

  func start(at resolved: ResolvedAddress, timeoutSeconds: Int) {
    let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    let made = socket(resolved.family, Int32(kind), 0)
    guard made >= 0, let raised = Descriptor.raised(made) else { return fail(Descriptor.lastError) }
    descriptor = raised
    peer = resolved.address
    Descriptor.tuneTCP(raised)
    guard resolved.connect(raised), Reactor.shared.watch(self, for: EPOLLOUT.rawValue) else {
      let reason = Descriptor.lastError
      close(raised)
      return fail(reason)
    }
    timer = NetworkLoop.after(milliseconds: timeoutSeconds * 1000) { self.timedOut() }
  }

  /// The connection stands, or has failed.
  func ready(_ events: UInt32) {
    var failure: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &length)
    Reactor.shared.release(descriptor)
    guard failure == 0 else {
      close(descriptor)
      return fail(String(cString: strerror(failure)))
    }
    let channel = Channel(
      descriptor: descriptor, peer: peer, backlogLimit: Limits().responseBacklogBytes, home: nil)
    self.channel = channel
    channel.owner = self
    _ = request.withUnsafeBytes { channel.send($0) }
  }

  private var request: [UInt8] {
    var text = "GET \(address.target) HTTP/1.1\r\nHost: \(address.authority)\r\nUpgrade: websocket\r\n"
    text += "Connection: Upgrade\r\nSec-WebSocket-Key: \(key)\r\nSec-WebSocket-Version: 13\r\n"
    if !subprotocols.isEmpty {
      text += "Sec-WebSocket-Protocol: \(subprotocols.joined(separator: ", "))\r\n"
    }
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    return [UInt8]((text + "\r\n").utf8)
  }

  func received(_ bytes: UnsafeMutableRawBufferPointer) {
    var rest = UnsafeRawBufferPointer(bytes)
    let tooLong = HTTPFault(status: 431, reason: "The server's answer is too long.")
    do throws(HTTPFault) {
      while let line = try lines.next(&rest, limit: 16 * 1024, tooLong: tooLong) {
        if line.isEmpty { return finish(UnsafeMutableRawBufferPointer(mutating: rest)) }
        try take(line)
      }
    } catch {
      fail(error.reason)
    }
  }

  private func take(_ line: [UInt8]) throws(HTTPFault) {
    guard status != nil else {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2)
      guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let number = Int(words[1]) else {
        throw HTTPFault(status: 400, reason: "The server does not answer in HTTP.")
      }
      status = number
      return
    }
    answered.append(try headerField(line))
    guard answered.count <= 100 else {
      throw HTTPFault(status: 431, reason: "The server's answer has too many headers.")
    }
  }

  private func finish(_ rest: UnsafeMutableRawBufferPointer) {
    guard status == 101 else { return fail("The server answered \(status ?? 0).", status: status) }
    func value(_ name: String) -> String? { answered.first { $0.name == name }?.value }
    guard value("sec-websocket-accept") == WebSocketHandshake.accept(key) else {
      return fail("The server's answer does not belong to our key.", status: status)
    }
    guard let channel, let handler, let report = outcome else { return }
    let socket = WebSocket(
      channel: channel, role: .client, maxMessageBytes: Limits().messageBytes, handler: handler)
    socket.subprotocol = value("sec-websocket-protocol")
    release()
    report(.success(socket))
    if !rest.isEmpty { socket.received(rest) }
  }

  private func timedOut() {
    if channel == nil, descriptor >= 0 {
      Reactor.shared.forget(descriptor)
      close(descriptor)
    }
    fail("The server did not answer in time.")
  }

  private func fail(_ reason: String, status: Int? = nil) {
    channel?.close()
    let report = outcome
    release()
    report?(.failure(ConnectError(reason: reason, status: status)))
  }

  private func release() {
    timer?.cancel()
    timer = nil
    outcome = nil
    handler = nil
    channel = nil
    descriptor = -1
  }

  func outputDrained() {}
  func peerFinished() { fail("The server hung up.") }
  func channelFailed() { fail("The connection broke.") }
}
