/// Opcodes (RFC 6455, 5.2).
enum Opcode: UInt8 {
  case continuation = 0
  case text = 1
  case binary = 2
  case close = 8
  case ping = 9
  case pong = 10

  var isControl: Bool { rawValue >= 8 }
}

/// What stands before a frame's payload (RFC 6455, 5.2).
struct FrameHeader {
  var isFinal: Bool
  var opcode: Opcode
  /// Nil: not masked. The four bytes as they lie in memory.
  var mask: UInt32?
  var payloadBytes: Int

  /// Bytes of the longest header.
  static let maxBytes = 14

  enum Parsed {
    case incomplete
    case header(FrameHeader, bytes: Int)
    case violation(String)
  }

  /// Reads a header from the front of `bytes`. What is wrong is said as soon as it can be known.
  static func parse(_ bytes: UnsafeRawBufferPointer) -> Parsed {
    guard bytes.count >= 2 else { return .incomplete }
    let first = bytes[0]
    let second = bytes[1]
    guard first & 0x70 == 0 else { return .violation("A reserved bit is set: no extension was agreed on.") }
    guard let opcode = Opcode(rawValue: first & 15) else { return .violation("Unknown opcode.") }
    let isFinal = first & 0x80 != 0
    let short = Int(second & 0x7F)
    if opcode.isControl, !isFinal || short > 125 {
      return .violation("A control frame is split or too long.")
    }
    let extended = short == 126 ? 2 : short == 127 ? 8 : 0
    let total = 2 + extended + (second & 0x80 != 0 ? 4 : 0)
    guard bytes.count >= total else { return .incomplete }
    var length = UInt64(short)
    if extended == 2 {
      length = UInt64(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
    }
    if extended == 8 { length = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self)) }
    guard length < 1 << 62 else { return .violation("The frame's length has its highest bit set.") }
    let mask = second & 0x80 != 0 ? bytes.loadUnaligned(fromByteOffset: total - 4, as: UInt32.self) : nil
    let header = FrameHeader(isFinal: isFinal, opcode: opcode, mask: mask, payloadBytes: Int(length))
    return .header(header, bytes: total)
  }

  /// Writes the header to the front of `room`, which must have `maxBytes`; returns its length.
  func write(to room: UnsafeMutableRawBufferPointer) -> Int {
    room[0] = (isFinal ? 0x80 : 0) | opcode.rawValue
    let flag: UInt8 = mask == nil ? 0 : 0x80
    var length = 2
    if payloadBytes < 126 {
      room[1] = flag | UInt8(payloadBytes)
    } else if payloadBytes < 65536 {
      room[1] = flag | 126
      room.storeBytes(of: UInt16(payloadBytes).bigEndian, toByteOffset: 2, as: UInt16.self)
      length = 4
    } else {
      room[1] = flag | 127
      room.storeBytes(of: UInt64(payloadBytes).bigEndian, toByteOffset: 2, as: UInt64.self)
      length = 10
    }
    if let mask {
      room.storeBytes(of: mask, toByteOffset: length, as: UInt32.self)
      length += 4
    }
    return length
  }
}

/// XORs `bytes` with a mask (RFC 6455, 5.3), eight bytes at a time.
/// - Parameter phase: how many bytes of the payload came before these.
func applyMask(_ mask: UInt32, to bytes: UnsafeMutableRawBufferPointer, phase: Int = 0) {
  guard let start = bytes.baseAddress else { return }
  let shift = UInt32(truncatingIfNeeded: (phase & 3) * 8)
  // Counted from the lowest bits, which is where a little-endian machine keeps the first byte.
  let rotated = UInt32(littleEndian: mask) &>> shift | UInt32(littleEndian: mask) &<< ((32 - shift) & 31)
  let turned = shift == 0 ? UInt32(littleEndian: mask) : rotated
  let wide = (UInt64(turned) << 32 | UInt64(turned)).littleEndian
  let count = bytes.count
  var offset = 0
  while offset &+ 8 <= count {
    let word = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    start.storeBytes(of: word ^ wide, toByteOffset: offset, as: UInt64.self)
    offset &+= 8
  }
  while offset < count {
    let byte = UInt8(truncatingIfNeeded: turned &>> UInt32(truncatingIfNeeded: (offset & 3) &* 8))
    start.storeBytes(
      of: start.load(fromByteOffset: offset, as: UInt8.self) ^ byte, toByteOffset: offset, as: UInt8.self)
    offset &+= 1
  }
}
