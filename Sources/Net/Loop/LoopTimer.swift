/// A call the loop will make later.
@NetworkLoop
package final class LoopTimer {
  let due: Int64
  /// Timers due in the same millisecond fire in the order they were made.
  let sequence: UInt64
  var body: (@NetworkLoop () -> Void)?
  /// Place in the heap; nil once fired or cancelled.
  var index: Int?

  init(due: Int64, sequence: UInt64, body: @escaping @NetworkLoop () -> Void) {
    self.due = due
    self.sequence = sequence
    self.body = body
  }

  /// Prevents the call if it has not begun. Does nothing otherwise.
  package func cancel() {
    body = nil
    Reactor.shared.timers.remove(self)
  }

  func isBefore(_ other: LoopTimer) -> Bool {
    (due, sequence) < (other.due, other.sequence)
  }
}
