@testable import Net

/// Small, so that a short input reaches it.
private let maxMessageBytes = 100

/// However frames are cut they are read as the same, and no more is held than a message may have. The first
/// bytes are the cuts, the next says which end reads: a server, or a client.
func fuzzWebSocket(_ bytes: UnsafeRawBufferPointer) {
  var input = bytes
  let cuts = Cuts(from: &input)
  let isServer = (input.first ?? 0) & 1 == 0
  input = UnsafeRawBufferPointer(rebasing: input.dropFirst())
  var whole = Reader(isServer: isServer)
  whole.take(input)
  var pieces = Reader(isServer: isServer)
  cuts.each(of: input) { pieces.take($0) }
  require(whole.log == pieces.log, "frames were read differently in pieces")
  guard input.count > maxMessageBytes else { return }
  whole.checkBounds()
  pieces.checkBounds()
}

/// Reads as a connection does, and writes down what it read.
private struct Reader {
  private var decoder: WebSocketDecoder
  private(set) var log: [UInt8] = []
  private var failed = false

  init(isServer: Bool) {
    decoder = WebSocketDecoder(expectsMask: isServer, maxMessageBytes: maxMessageBytes)
  }

  /// The decoder unmasks where the bytes lie, so it gets a copy.
  mutating func take(_ piece: UnsafeRawBufferPointer) {
    withUnsafeTemporaryAllocation(byteCount: piece.count, alignment: 1) { copy in
      copy.copyMemory(from: piece)
      var rest = copy
      while let event = decoder.next(&rest) { note(event) }
      require(rest.isEmpty, "the decoder stopped in the middle")
    }
  }

  func checkBounds() {
    let most = maxMessageBytes + 125 + FrameHeader.maxBytes
    require(bytesHeld(by: decoder) <= most, "more is held than a message may have")
  }

  private mutating func note(_ event: WebSocketDecoder.Event) {
    require(!failed, "something was read after the end")
    switch event {
    case .text(let bytes): write(1, bytes, atMost: maxMessageBytes)
    case .binary(let bytes): write(2, bytes, atMost: maxMessageBytes)
    case .ping(let bytes): write(3, bytes, atMost: 125)
    case .pong: log.append(4)
    case .close(let code, let reason):
      require(reason.utf8.count <= 123 * 3)
      write(5, "\(code ?? 0) \(reason)")
    case .tooBig:
      failed = true
      log.append(6)
    case .violation(let reason):
      failed = true
      write(7, reason)
    }
  }

  private mutating func write(_ kind: UInt8, _ bytes: UnsafeRawBufferPointer, atMost most: Int) {
    require(bytes.count <= most, "larger than allowed")
    log.append(kind)
    log.append(UInt8(truncatingIfNeeded: bytes.count))
    log.append(contentsOf: bytes)
  }

  private mutating func write(_ kind: UInt8, _ text: String) {
    log.append(kind)
    log.append(contentsOf: text.utf8)
    log.append(0)
  }
}
