import Domain
import Storage
import Testing

@Suite("Rows of the message log") struct MessageBlockRowTests {
  private func block(_ chargePoint: Int64, _ instant: Int64, bytes: Int = 100) -> MessageBlock {
    MessageBlock(
      chargePointKey: chargePoint, firstAt: at(instant), lastAt: at(instant + 9),
      frames: [UInt8](repeating: UInt8(instant % 256), count: bytes))
  }

  @Test("each charge point has its own, in the order written")
  func own() async throws {
    let folder = try Folder()
    let store = try openStore(folder)
    let (a, b) = (try await store.addChargePoint("A").key, try await store.addChargePoint("B").key)
    let blocks = [block(a, 5), block(b, 3), block(a, 1)]
    try await store.write { file in for block in blocks { try file.addMessageBlock(block) } }
    let read = try await store.write { try $0.messageBlocks(chargePointKey: a) }
    #expect(read == [blocks[0], blocks[2]])
    #expect(try await store.write { try $0.messageBlockBytes(chargePointKey: a) } == 200)
    #expect(try await store.write { try $0.messageBlockBytes(chargePointKey: 77) } == 0)
  }

  @Test("trimming takes the oldest of one charge point until the rest fits")
  func trim() async throws {
    let folder = try Folder()
    let store = try openStore(folder)
    let (a, b) = (try await store.addChargePoint("A").key, try await store.addChargePoint("B").key)
    try await store.write { file in
      for instant in 0..<10 { try file.addMessageBlock(block(a, Int64(instant))) }
      try file.addMessageBlock(block(b, 0, bytes: 5000))
      try file.trimMessageBlocks(chargePointKey: a, toBytes: 350)
    }
    let left = try await store.write { try $0.messageBlocks(chargePointKey: a) }
    #expect(left.map(\.firstAt) == [at(7), at(8), at(9)])
    #expect(try await store.write { try $0.messageBlockBytes(chargePointKey: b) } == 5000)
  }

  @Test("what is older than asked leaves the file, however much it is")
  func expire() async throws {
    let folder = try Folder()
    let store = try openStore(folder)
    let a = try await store.addChargePoint("A").key
    try await store.write { file in
      for instant in 0..<200 { try file.addMessageBlock(block(a, Int64(instant) * 10)) }
      while try file.forget(.messageLog, before: at(1800), atMost: 8) {}
    }
    let left = try await store.write { try $0.messageBlocks(chargePointKey: a) }
    #expect(left.first?.firstAt == at(1800) && left.count == 20)
  }

  @Test("nothing is kept of a charge point that was forgotten, and forgetting takes its log along")
  func forgotten() async throws {
    let folder = try Folder()
    let store = try openStore(folder)
    let a = try await store.addChargePoint("A").key
    let kept = try await store.write { file in
      try file.addMessageBlock(block(a, 1))
      _ = try file.forgetChargePoint(key: a)
      try file.addMessageBlock(block(a, 2))
      return try file.messageBlocks(chargePointKey: a)
    }
    #expect(kept.isEmpty)
  }
}
