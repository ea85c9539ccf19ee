/// Bytes of a message that has not arrived whole. Its memory stays where it is while someone looks at it.
final class ByteStore {
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    memory = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { memory.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

  func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    if count + bytes.count > capacity { grow(to: max(count + bytes.count, capacity * 2)) }
    memory.advanced(by: count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  private func grow(to wanted: Int) {
    let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
    larger.copyMemory(from: memory, byteCount: count)
    memory.deallocate()
    memory = larger
    capacity = wanted
  }
}
