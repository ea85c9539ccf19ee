/// The isolation domain of everything that touches a socket: one thread that waits in epoll and runs this
/// actor's code in between. Nothing isolated to it may block.
@globalActor
package actor NetworkLoop {
  package static let shared = NetworkLoop()

  private nonisolated let executor = LoopExecutor()

  private init() { executor.start() }

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Runs `body` on the loop's thread, which is isolated to this actor without the compiler knowing it.
  nonisolated static func onLoopThread<T: Sendable>(_ body: @NetworkLoop () -> T) -> T {
    typealias Isolated = @NetworkLoop () -> T
    typealias Plain = () -> T
    // The same step as MainActor.assumeIsolated: there is no checked form for one's own global actor.
    return withoutActuallyEscaping(body) { (escaping: @escaping Isolated) in
      unsafeBitCast(escaping, to: Plain.self)()
    }
  }
}

extension NetworkLoop {
  /// Runs `body` once on the loop, `milliseconds` from now at the earliest (CLOCK_MONOTONIC).
  /// The timer fires even if the result is let go; `cancel()` prevents that.
  @NetworkLoop @discardableResult
  package static func after(
    milliseconds: Int, _ body: @escaping @NetworkLoop () -> Void
  ) -> LoopTimer {
    Reactor.shared.timers.add(due: Reactor.clock() + Int64(max(0, milliseconds)), body)
  }

  /// Runs `body` on the loop as soon as possible, from any thread, at a fraction of a task's price.
  package nonisolated static func run(_ body: @escaping @NetworkLoop @Sendable () -> Void) {
    shared.executor.call(body)
  }

  /// Runs `body` on the loop after what is running now, before the loop waits again.
  @NetworkLoop
  static func soon(_ body: @escaping @NetworkLoop () -> Void) {
    Reactor.shared.deferred.append(body)
  }
}
