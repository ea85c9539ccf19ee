import Crypto

/// Masks for a client's frames: unpredictable (RFC 6455, 5.3), drawn a thousand at a time.
@NetworkLoop
enum MaskSource {
  private static var drawn: [UInt8] = []
  private static var used = 0

  static func next() -> UInt32 {
    if used + 4 > drawn.count {
      drawn = randomBytes(4096)
      used = 0
    }
    defer { used += 4 }
    return drawn.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: used, as: UInt32.self) }
  }
}
