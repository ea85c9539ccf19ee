import Domain

/// The end of one charge point's message log that is not in the file yet.
struct MessageBuffer {
  private var open = MessageBlockWriter()
  /// Full, or old enough, and on the way to the file.
  private(set) var sealed: [MessageBlockWriter] = []
  private var nextNumber: Int64 = 0
  /// Frames that are missing before the open block.
  private var dropped: Int64 = 0
  /// How many the first line of the open block says are missing before it.
  private var saidMissing: Int64 = 0
  /// Whether `MessageLog` has it on its list.
  var isListed = false
  /// The bytes in the file; nil: not known since the start.
  var bytesKept: Int?
  /// The charge point was forgotten, and its log with it.
  private(set) var isOver = false

  /// Numbers per millisecond: those of two runs do not meet.
  private static let numbersPerMillisecond: Int64 = 256

  private mutating func sayWhatIsMissing(at: Instant) {
    var line = "\(dropped) messages are missing here: there were too many to write down"
    saidMissing = dropped
    dropped = 0
    line.withUTF8 { open.append(.event, UnsafeRawBufferPointer($0), at: at, number: nextNumber) }
    nextNumber += 1
  }

  var isEmpty: Bool { open.isEmpty }
  var openBytes: Int { open.bytes.count }
  var sealedBytes: Int { sealed.reduce(0) { $0 + $1.bytes.count } }

  mutating func append(_ mark: FrameMark, _ text: UnsafeRawBufferPointer, at: Instant) {
    guard !isOver else { return }
    if open.isEmpty {
      nextNumber = max(nextNumber, at.millisecondsSince1970 &* Self.numbersPerMillisecond)
      if dropped > 0 { sayWhatIsMissing(at: at) }
    }
    open.append(mark, text, at: at, number: nextNumber)
    nextNumber += 1
  }

  /// Takes what there is as a block for the file.
  mutating func seal() -> MessageBlockWriter? {
    guard !open.isEmpty else { return nil }
    let block = open
    saidMissing = 0
    open = MessageBlockWriter()
    sealed.append(block)
    return block
  }

  /// Lets go of what there is: too much waits for the file already. The next block begins with saying so.
  mutating func drop() {
    dropped += saidMissing > 0 ? open.count - 1 + saidMissing : open.count
    saidMissing = 0
    open = MessageBlockWriter()
  }

  /// A sealed block is in the file, or lost.
  mutating func unseal(_ block: MessageBlockWriter) {
    sealed.removeAll { $0.firstNumber == block.firstNumber }
  }

  /// Everything not yet in the file, oldest first.
  var blocks: [MessageBlockWriter] { open.isEmpty ? sealed : sealed + [open] }

  mutating func end() {
    self = MessageBuffer()
    isOver = true
  }
}
