package import Domain
import Glibc

/// Serves an application over HTTP/1.1 and WebSocket on any number of addresses.
@NetworkLoop
package final class HTTPServer: ChannelHome {
  let limits: Limits
  let application: any HTTPApplication
  private(set) var isClosing = false
  private var listeners: [Listener] = []
  private var connections: [HTTPConnection] = []
  private let wheel: PingWheel
  private var openChannels = 0
  private var farewell: Farewell
  private var unfinishedBytes = 0
  /// How many connections there may be: the limit, or as many as the system has descriptors for.
  private let capacity: Int
  private var closers: [CheckedContinuation<Void, Never>] = []

  package init(limits: Limits, application: any HTTPApplication) {
    self.limits = limits
    self.application = application
    wheel = PingWheel(seconds: limits.pingIntervalSeconds, missesAllowed: limits.pingMissesAllowed)
    farewell = Farewell(limit: limits.endingConnections)
    capacity = min(limits.connections, Descriptor.raiseLimit(reserving: limits.descriptorsReserved))
    sweepLater()
  }

  /// Connections that are open now, WebSockets among them.
  package var connectionCount: Int { openChannels }

  /// Listens on a numeric IPv4 or IPv6 address, or "localhost". Port 0 picks a free one.
  /// - Returns: the address and port it listens on.
  @discardableResult
  package func listen(host: String, port: Int) throws(ListenError) -> (host: String, port: Int) {
    let listener = try Listener(host: host, port: port) { [weak self] in self?.accepted($0, from: $1) }
    listeners.append(listener)
    return (listener.address.hostText, Int(listener.address.port))
  }

  /// Listens on a unix socket that only the process's owner may open. A socket left behind by an earlier
  /// process is replaced; requests that come this way have `isControl` set.
  package func listen(unixPath path: String) throws(ListenError) {
    listeners.append(try Listener(unixPath: path) { [weak self] in self?.accepted($0, from: $1) })
  }

  private func accepted(_ descriptor: Int32, from peer: SocketAddress) {
    guard openChannels < capacity || peer.isUnix || makeRoom() else {
      let words = responseHead(
        status: 503, headers: [], framing: .length(0), connection: "close", date: HTTPDate.current)
      _ = send(descriptor, words, words.count, Int32(MSG_NOSIGNAL))
      Glibc.close(descriptor)
      return
    }
    openChannels += 1
    let channel = Channel(
      descriptor: descriptor, peer: peer, backlogLimit: limits.responseBacklogBytes, home: self)
    let connection = HTTPConnection(channel: channel, server: self)
    connection.slot = connections.count
    connections.append(connection)
  }

  /// A flood must not keep out who comes next. False: nobody there can be sent away.
  private func makeRoom() -> Bool {
    let crowd = Crowd(of: connections, waitingSince: .max, limit: limits.waitingConnectionsPerAddress)
    let leaving = crowd.firstToGo
    for connection in leaving { connection.abort() }
    return !leaving.isEmpty
  }

  func channelEnds(_ channel: Channel) { farewell.add(channel) }

  func channelClosed() {
    openChannels -= 1
    if openChannels == 0 { resumeClosers() }
  }

  /// The connection has become a WebSocket.
  func upgraded(_ connection: HTTPConnection, to socket: WebSocket) {
    ended(connection)
    wheel.add(socket)
  }

  /// The connection serves no more requests.
  func ended(_ connection: HTTPConnection) {
    guard connection.slot >= 0 else { return }
    let last = connections.removeLast()
    if last !== connection {
      connections[connection.slot] = last
      last.slot = connection.slot
    }
    connection.slot = -1
    unfinishedBytes -= connection.heldBytes
  }

  /// A connection holds so many bytes more, or fewer, of requests that are not there whole. Who sends most
  /// goes when it is too much; who asks for something small does not notice.
  func holds(_ more: Int) {
    unfinishedBytes += more
    guard unfinishedBytes > limits.unfinishedRequestBytes else { return }
    connections.max { $0.heldBytes < $1.heldBytes }?.abort()
  }
}

// Patience: once a second.
extension HTTPServer {
  private func sweepLater() {
    NetworkLoop.after(milliseconds: 1000) { [weak self] in
      guard let self else { return }
      sweep(at: Reactor.shared.now)
      if !isClosing { sweepLater() }
    }
  }

  private func sweep(at now: Int64) {
    for connection in connections { connection.checkDeadline(now) }
    let latest = now - Int64(limits.waitingGraceSeconds) * 1000
    let crowd = Crowd(
      of: connections, waitingSince: latest, limit: limits.waitingConnectionsPerAddress)
    for connection in crowd.excess { connection.abort() }
    wheel.turn(at: now)
  }
}

// The end.
extension HTTPServer {
  /// Stops accepting, lets running answers out, closes WebSockets with 1001, and returns when all connections
  /// have ended, after `graceMilliseconds` at the latest.
  package func close(graceMilliseconds: Int) async {
    isClosing = true
    for listener in listeners { listener.close() }
    listeners = []
    for connection in connections { connection.shutDown() }
    for socket in wheel.all { socket.close(code: 1001, reason: "The server is going down.") }
    guard openChannels > 0 else { return }
    NetworkLoop.after(milliseconds: graceMilliseconds) {
      for connection in self.connections { connection.abort() }
      for socket in self.wheel.all { socket.abort() }
      self.resumeClosers()
    }
    await withCheckedContinuation { closers.append($0) }
  }

  private func resumeClosers() {
    let waiting = closers
    closers = []
    for closer in waiting { closer.resume() }
  }
}
