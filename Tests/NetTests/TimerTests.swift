import Net
import Testing

@Suite("Timers of the loop")
struct TimerTests {
  @NetworkLoop
  final class Log {
    var fired: [Int] = []
    nonisolated init() {}
  }

  @Test("fire in the order of their times, none early, and not when cancelled")
  func order() async throws {
    let log = Log()
    let start = ContinuousClock.now
    await schedule(log)
    while await log.fired.count < 6 { try await Task.sleep(for: .milliseconds(2)) }
    #expect(ContinuousClock.now - start >= .milliseconds(59))
    try await Task.sleep(for: .milliseconds(30))
    #expect(await log.fired == [0, 10, 20, 21, 40, 60])
  }

  @NetworkLoop
  private func schedule(_ log: Log) {
    var unwanted: [LoopTimer] = []
    for (time, name) in [(60, 60), (20, 20), (0, 0), (40, 40), (20, 21), (10, 10)] {
      unwanted.append(NetworkLoop.after(milliseconds: time + 1) { log.fired.append(-1) })
      NetworkLoop.after(milliseconds: time) { log.fired.append(name) }
    }
    for timer in unwanted { timer.cancel() }
  }

  @Test("work of other threads runs on the loop even while it sleeps")
  func handover() async {
    let log = Log()
    await withTaskGroup { group in
      for number in 0..<200 {
        group.addTask { await Self.note(number, in: log) }
      }
    }
    #expect(await Set(log.fired) == Set(0..<200))
  }

  @NetworkLoop
  private static func note(_ number: Int, in log: Log) {
    NetworkLoop.shared.assertIsolated()
    log.fired.append(number)
  }
}
