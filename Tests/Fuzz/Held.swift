@testable import Net

/// The bytes that a reader holds on to, in all its parts.
func bytesHeld(by value: Any) -> Int {
  if let bytes = value as? [UInt8] { return bytes.count }
  if let store = value as? ByteStore { return store.count }
  return Mirror(reflecting: value).children.reduce(0) { $0 + bytesHeld(by: $1.value) }
}
