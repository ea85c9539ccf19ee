/// The timers that wait, earliest first (binary heap).
@NetworkLoop
final class TimerHeap {
  private var heap: [LoopTimer] = []
  private var sequence: UInt64 = 0

  var isEmpty: Bool { heap.isEmpty }

  /// When the earliest timer is due, in milliseconds of `Reactor.clock()`.
  var nextDue: Int64? { heap.first?.due }

  func add(due: Int64, _ body: @escaping @NetworkLoop () -> Void) -> LoopTimer {
    sequence += 1
    let timer = LoopTimer(due: due, sequence: sequence, body: body)
    timer.index = heap.count
    heap.append(timer)
    rise(from: heap.count - 1)
    return timer
  }

  func remove(_ timer: LoopTimer) {
    guard let index = timer.index else { return }
    timer.index = nil
    let last = heap.removeLast()
    guard last !== timer else { return }
    place(last, at: index)
    rise(from: index)
    if let moved = last.index { sink(from: moved) }
  }

  /// Fires what is due at `now`. A timer that is made while this runs waits for the next call, so that timers
  /// of 0 ms cannot keep the loop from its sockets.
  func fire(at now: Int64) {
    let newest = sequence
    while let first = heap.first, first.due <= now, first.sequence <= newest {
      remove(first)
      let body = first.body
      first.body = nil
      body?()
    }
  }

  private func place(_ timer: LoopTimer, at index: Int) {
    heap[index] = timer
    timer.index = index
  }

  private func rise(from start: Int) {
    var index = start
    let timer = heap[index]
    while index > 0 {
      let parent = (index - 1) / 2
      guard timer.isBefore(heap[parent]) else { break }
      place(heap[parent], at: index)
      index = parent
    }
    place(timer, at: index)
  }

  private func sink(from start: Int) {
    var index = start
    let timer = heap[index]
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
      guard heap[child].isBefore(timer) else { break }
      place(heap[child], at: index)
      index = child
    }
    place(timer, at: index)
  }
}
