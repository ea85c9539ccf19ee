import Net
import Testing

/// Waits until something is true that takes a moment of real time.
@NetworkLoop func until(
  _ what: String, seconds: Int = 15, _ condition: @NetworkLoop () async throws -> Bool
) async throws {
  for _ in 0..<(seconds * 50) {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(20))
  }
  Issue.record("not within \(seconds) s: \(what)")
}
