import Domain
import Testing

@testable import Site

@Suite("Blocks of the message log") struct MessageBlockTests {
  private func frame(_ number: Int64, _ at: Int64, _ mark: FrameMark, _ text: String) -> LoggedFrame {
    LoggedFrame(
      number: number, at: Instant(millisecondsSince1970: at), mark: mark, text: Array(text.utf8))
  }

  private func block(_ frames: [LoggedFrame]) -> MessageBlockWriter {
    var writer = MessageBlockWriter()
    for frame in frames {
      frame.text.withUnsafeBytes { writer.append(frame.mark, $0, at: frame.at, number: frame.number) }
    }
    return writer
  }

  @Test("what was put in comes out, also when the clock is set back")
  func roundTrip() {
    let frames = [
      frame(700, 1_772_445_600_000, [], "[2,\"1\",\"Heartbeat\",{}]"),
      frame(701, 1_772_445_600_003, .out, ""),
      frame(702, 1_772_000_000_000, [.out, .cut], String(repeating: "ü", count: 20_000)),
      frame(703, -5, .event, "disconnected"),
    ]
    let writer = block(frames)
    #expect(Array(MessageBlockReader(writer.bytes)) == frames)
    #expect(MessageBlockReader.firstNumber(of: writer.bytes) == 700)
    #expect(writer.firstAt == frames[0].at && writer.lastAt == frames[3].at)
  }

  @Test("of a block that ends early the frames before the end are read")
  func cutShort() {
    let frames = (0..<20).map { frame(Int64($0), Int64($0) * 1000, [], "frame \($0)") }
    let bytes = block(frames).bytes
    for end in 0...bytes.count {
      let read = Array(MessageBlockReader(Array(bytes[..<end])))
      #expect(read == Array(frames.prefix(read.count)))
    }
    #expect(Array(MessageBlockReader(Array(bytes.dropLast()))).count == 19)
  }

  @Test("nothing in a block can stop the reader: random bytes, random changes, other layouts")
  func damaged() {
    var random = SystemRandomNumberGenerator()
    let good = block((0..<50).map { frame(Int64($0), Int64($0) * 77, [], "text \($0)") }).bytes
    for round in 0..<3000 {
      var bytes = good
      if round % 2 == 0 {
        bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255) }
        if !bytes.isEmpty { bytes[0] = MessageBlockWriter.layout }
      } else {
        for _ in 0..<4 { bytes[Int.random(in: 0..<bytes.count)] = UInt8.random(in: 0...255) }
      }
      let read = Array(MessageBlockReader(bytes))
      #expect(read.reduce(0) { $0 + $1.text.count } <= bytes.count)
    }
    #expect(Array(MessageBlockReader([2] + good.dropFirst())).isEmpty)
    #expect(Array(MessageBlockReader([])).isEmpty)
  }
}
