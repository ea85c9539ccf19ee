import Testing

@testable import Net

@Suite("The WebSocket decoder without a socket")
struct WebSocketDecoderTests {
  private func outcome(_ pieces: [[UInt8]], limit: Int = 1000) -> [String] {
    var decoder = WebSocketDecoder(expectsMask: true, maxMessageBytes: limit)
    var lines: [String] = []
    for piece in pieces {
      var copy = piece
      copy.withUnsafeMutableBytes { bytes in
        var rest = bytes
        while let event = decoder.next(&rest) { lines.append(describe(event)) }
        #expect(rest.isEmpty)
      }
    }
    return lines
  }

  private func describe(_ event: WebSocketDecoder.Event) -> String {
    switch event {
    case .text(let bytes): "text \(Array(bytes))"
    case .binary(let bytes): "binary \(Array(bytes))"
    case .ping(let bytes): "ping \(Array(bytes))"
    case .pong: "pong"
    case .close(let code, let reason): "close \(code ?? 0) \(reason)"
    case .tooBig: "too big"
    case .violation: "violation"
    }
  }

  private static let conversation =
    Frames.text("hello") + Frames.frame(0x02, [1, 2, 3]) + Frames.frame(0x89, [7]) + Frames.frame(0x00, [])
    + Frames.frame(0x80, [4]) + Frames.text(String(repeating: "x", count: 300)) + Frames.frame(0x8A, [])
    + Frames.frame(0x01, []) + Frames.frame(0x80, []) + Frames.close(1001, "away") + Frames.frame(0x88, [])

  @Test("a conversation is read")
  func conversation() {
    let long = Array(repeating: 0x78, count: 300)
    #expect(
      outcome([Self.conversation]) == [
        "text \([UInt8]("hello".utf8))", "ping [7]", "binary [1, 2, 3, 4]", "text \(long)", "pong", "text []",
        "close 1001 away", "close 0 ",
      ])
  }

  @Test("however bytes are cut and damaged, the outcome is the same as in one piece", arguments: 0..<4)
  func fuzz(seed: Int) {
    var random = RandomBytes(seed: UInt64(seed))
    for round in 0..<300 {
      let bytes = round % 8 == 0 ? Self.conversation : random.damaged(Self.conversation)
      #expect(outcome([bytes]) == outcome(random.pieces(of: bytes, longest: 1 + round % 60)))
    }
    for _ in 0..<200 {
      let noise = random.bytes(upTo: 200)
      #expect(outcome([noise], limit: 64) == outcome(random.pieces(of: noise, longest: 5), limit: 64))
    }
  }

  @Test("nothing is read after a close frame with a code that may not be sent, or with half of one")
  func badClose() {
    let follows = Frames.frame(0x89, [7]) + Frames.close(1000, "")
    #expect(outcome([Frames.close(1005, "") + follows]) == ["violation"])
    #expect(outcome([Frames.frame(0x88, [3]) + follows]) == ["violation"])
    // In pieces, where the payload waits for its end.
    let bytes = Frames.frame(0x88, [0x2F, 2, 3, 0x70, 0x77]) + follows
    #expect(outcome(bytes.map { [$0] }) == ["violation"])
  }

  @Test("when messages do not matter any more, the close frame behind them is still found", arguments: 1...9)
  func droppedMessages(pieceLength: Int) {
    var decoder = WebSocketDecoder(expectsMask: true, maxMessageBytes: 100)
    let begun = Frames.frame(0x01, [1, 2, 3])
    let goesOn = Frames.frame(0x00, [4, 5]) + Frames.text("another") + Frames.frame(0x80, [6])
    var events: [String] = []
    func read(_ piece: ArraySlice<UInt8>) {
      var copy = Array(piece)
      copy.withUnsafeMutableBytes { bytes in
        var rest = bytes
        while let event = decoder.next(&rest) { events.append(describe(event)) }
      }
    }
    read(begun[...])
    decoder.dropMessages()
    var rest = (goesOn + Frames.close(1000, "bye"))[...]
    while !rest.isEmpty {
      read(rest.prefix(pieceLength))
      rest = rest.dropFirst(pieceLength)
    }
    #expect(events.last == "close 1000 bye")
    #expect(events.filter { $0 == "violation" || $0.contains("[1, 2, 3") } == [])
  }

  @Test("the limit counts a message over all its fragments, and control frames not at all")
  func limit() {
    let ten = [UInt8](repeating: 1, count: 10)
    let control = Frames.frame(0x89, ten)
    #expect(outcome([Frames.frame(0x82, ten)], limit: 10) == ["binary \(ten)"])
    #expect(outcome([Frames.frame(0x82, ten + [1])], limit: 10) == ["too big"])
    let inParts = Frames.frame(0x02, ten) + control
    #expect(outcome([inParts + Frames.frame(0x80, [])], limit: 10) == ["ping \(ten)", "binary \(ten)"])
    #expect(outcome([inParts + Frames.frame(0x80, [1]) + control], limit: 10) == ["ping \(ten)", "too big"])
  }

  @Test("masking works at every length, phase and alignment, and undoes itself")
  func masking() {
    let mask: [UInt8] = [1, 2, 4, 128]
    let word = mask.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
    for length in 0..<40 {
      for phase in 0..<6 {
        for offset in 0..<3 {
          var bytes = [UInt8](repeating: 0, count: length + offset)
          bytes.withUnsafeMutableBytes {
            applyMask(word, to: UnsafeMutableRawBufferPointer(rebasing: $0[offset...]), phase: phase)
          }
          #expect(Array(bytes[offset...]) == (0..<length).map { mask[($0 + phase) & 3] })
        }
      }
    }
  }

  @Test("headers that are written are read back", arguments: [0, 125, 126, 65_535, 65_536, 1 << 40])
  func headers(length: Int) {
    for mask in [nil, UInt32(0x0102_0304)] {
      let header = FrameHeader(isFinal: true, opcode: .binary, mask: mask, payloadBytes: length)
      var room = [UInt8](repeating: 0, count: FrameHeader.maxBytes)
      let written = room.withUnsafeMutableBytes { header.write(to: $0) }
      guard case .header(let read, let bytes) = room.withUnsafeBytes({ FrameHeader.parse($0) }) else {
        Issue.record("no header")
        continue
      }
      #expect(bytes == written && read.payloadBytes == length && read.mask == mask && read.isFinal)
    }
  }
}
