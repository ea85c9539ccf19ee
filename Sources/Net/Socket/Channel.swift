import CLinux
import Glibc

/// Who speaks the protocol on a channel.
@NetworkLoop
protocol ChannelOwner: AnyObject {
  /// Bytes have come. They lie in a buffer that all connections share: valid, and free to be overwritten,
  /// during this call only.
  func received(_ bytes: UnsafeMutableRawBufferPointer)
  /// Output that had to wait has all left.
  func outputDrained()
  /// The peer sends no more; it may still read.
  func peerFinished()
  /// The connection is gone, not by `Channel.close`.
  func channelFailed()
}

/// A connected socket: reads into the shared buffer, writes at once or keeps the rest until the socket takes
/// it.
@NetworkLoop
final class Channel: Pollable {
  private(set) var descriptor: Int32
  let peer: SocketAddress
  weak let home: (any ChannelHome)?
  var owner: (any ChannelOwner)?
  private(set) var isOpen = true
  private var finishing = false
  /// Runs once the peer has been told that nothing more comes.
  private var patience: LoopTimer?
  private var peerEnded = false
  private var interest = EPOLLIN.rawValue
  private var unsent: [UInt8] = []
  private var unsentStart = 0
  private let backlogLimit: Int

  /// Takes over a connected non-blocking socket.
  init(descriptor: Int32, peer: SocketAddress, backlogLimit: Int, home: (any ChannelHome)?) {
    self.descriptor = descriptor
    self.peer = peer
    self.backlogLimit = backlogLimit
    self.home = home
    if !Reactor.shared.watch(self) { failSoon() }
  }

  /// Bytes that wait for the socket.
  var backlog: Int { unsent.count - unsentStart }

  func ready(_ events: UInt32) {
    if isOpen, events & EPOLLOUT.rawValue != 0 { flush() }
    guard isOpen else { return }
    if interest & EPOLLIN.rawValue != 0 {
      if events & ~EPOLLOUT.rawValue != 0 { read() }
    } else if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
      fail()
    }
  }

  private func read() {
    let buffer = Reactor.shared.readBuffer
    let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
    if count > 0 {
      owner?.received(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
    } else if count == 0 {
      peerEnded = true
      setReading(false)
      if finishing {
        if unsent.isEmpty { close() }
      } else {
        owner?.peerFinished()
      }
    } else if errno != EAGAIN, errno != EINTR {
      fail()
    }
  }

  /// Stops or resumes taking bytes from the socket.
  func setReading(_ on: Bool) {
    setInterest(on ? interest | EPOLLIN.rawValue : interest & ~EPOLLIN.rawValue)
  }

  private func setInterest(_ wanted: UInt32) {
    guard wanted != interest, isOpen else { return }
    interest = wanted
    Reactor.shared.change(self, to: wanted)
  }
}

// Output.
extension Channel {
  /// Sends `bytes`, or as much as the socket takes and the rest later. False: the connection is gone, or was
  /// given up because more than the allowed backlog would wait; the owner hears `channelFailed` afterwards.
  /// - Parameter bounded: false for what must go out whole whatever its size, such as one HTTP response.
  @discardableResult
  func send(_ bytes: UnsafeRawBufferPointer, bounded: Bool = true) -> Bool {
    guard isOpen, !finishing else { return false }
    var sent = 0
    if unsent.isEmpty {
      sent = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      if sent == bytes.count { return true }
      if sent < 0 {
        guard errno == EAGAIN || errno == EINTR else {
          failSoon()
          return false
        }
        sent = 0
      }
    }
    return keep(UnsafeRawBufferPointer(rebasing: bytes[sent...]), bounded: bounded)
  }

  private func keep(_ bytes: UnsafeRawBufferPointer, bounded: Bool) -> Bool {
    if bounded, backlog + bytes.count > backlogLimit {
      failSoon()
      return false
    }
    unsent.append(contentsOf: bytes)
    setInterest(interest | EPOLLOUT.rawValue)
    return true
  }

  private func flush() {
    guard !unsent.isEmpty else { return }
    let sent = unsent.withUnsafeBytes { bytes in
      Glibc.send(descriptor, bytes.baseAddress?.advanced(by: unsentStart), backlog, Int32(MSG_NOSIGNAL))
    }
    if sent < 0 {
      if errno != EAGAIN, errno != EINTR { fail() }
      return
    }
    unsentStart += sent
    guard backlog == 0 else { return dropSent() }
    unsent = []
    unsentStart = 0
    setInterest(interest & ~EPOLLOUT.rawValue)
    if finishing { linger() }
    owner?.outputDrained()
  }

  /// What has left takes no room for long.
  private func dropSent() {
    guard unsentStart > 65_536, unsentStart > unsent.count / 2 else { return }
    unsent.removeFirst(unsentStart)
    unsentStart = 0
  }
}

// The end.
extension Channel {
  /// Closes the socket now. The owner is let go without being told.
  func close() {
    guard descriptor >= 0 else { return }
    isOpen = false
    patience?.cancel()
    patience = nil
    owner = nil
    unsent = []
    Reactor.shared.forget(descriptor)
    Glibc.close(descriptor)
    descriptor = -1
    home?.channelClosed()
  }

  /// Sends what waits, tells the peer that nothing more comes, and reads on without looking for a while:
  /// closing at once, with bytes of the peer unread, would destroy our last words on their way.
  func finish() {
    guard isOpen, !finishing else { return }
    finishing = true
    owner = nil
    if !peerEnded { setReading(true) }
    if unsent.isEmpty { linger() } else { end(within: 30_000) }
  }

  private func linger() {
    if peerEnded { return close() }
    shutdown(descriptor, Int32(SHUT_WR))
    end(within: 2_000)
  }

  /// Gives the peer so many milliseconds to hang up, and fewer when too many others are waited for.
  func end(within milliseconds: Int) {
    if patience == nil { home?.channelEnds(self) }
    patience?.cancel()
    patience = NetworkLoop.after(milliseconds: milliseconds) { self.drop() }
  }

  /// Closes the socket soon; the owner hears `channelFailed`.
  func drop() {
    if isOpen { failSoon() }
  }

  private func fail() {
    let owner = owner
    close()
    owner?.channelFailed()
  }

  /// For failures met inside a call of the owner, which must not be called back from within.
  private func failSoon() {
    isOpen = false
    NetworkLoop.soon { self.fail() }
  }
}

/// Where the open channels of a server are counted.
@NetworkLoop
protocol ChannelHome: AnyObject {
  /// The channel waits for nothing but its peer's end.
  func channelEnds(_ channel: Channel)
  func channelClosed()
}
