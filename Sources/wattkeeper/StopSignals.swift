import Concurrency
import Glibc
import Synchronization

/// Waits for SIGTERM or SIGINT on a thread of its own.
///
/// A handler that writes one byte into a pipe, and not `sigwait`: the main thread of an async program sleeps
/// with all signals let through, and would end the process before anyone who waits for a blocked signal sees
/// it.
actor StopSignals {
  private nonisolated let executor = QueueExecutor(label: "wattkeeper.signals")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
  private let readEnd: Int32

  /// The end of the pipe that the handler writes to.
  private static let writeEnd = Atomic<Int32>(-1)

  /// From now on the two signals no longer end the process by themselves.
  init() throws(Complaint) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw .failed("signals", String(cString: strerror(errno)), fix: "fewer open files")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    readEnd = ends[0]
    Self.writeEnd.store(ends[1], ordering: .sequentiallyConsistent)
    for number in [SIGTERM, SIGINT] {
      signal(number) { _ in
        var byte: UInt8 = 1
        _ = write(StopSignals.writeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
      }
    }
  }

  /// Returns when the process is asked to stop.
  func wait() {
    var byte: UInt8 = 0
    while read(readEnd, &byte, 1) < 0, errno == EINTR {}
  }
}
