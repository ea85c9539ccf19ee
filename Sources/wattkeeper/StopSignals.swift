import Concurrency
import Glibc

/// Waits for SIGTERM or SIGINT on a thread of its own.
actor StopSignals {
  private nonisolated let executor = QueueExecutor(label: "wattkeeper.signals")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Call before there are other threads: they inherit that these signals wait to be asked for. Writing to a
  /// closed socket must be an error, not the end.
  static func prepare() {
    var set = stopSet()
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Returns when the process is asked to stop.
  func wait() {
    var set = Self.stopSet()
    var number: Int32 = 0
    while sigwait(&set, &number) != 0 {}
  }

  private static func stopSet() -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    sigaddset(&set, SIGINT)
    return set
  }
}
