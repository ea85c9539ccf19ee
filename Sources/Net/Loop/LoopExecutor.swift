import CLinux
import Glibc
import Synchronization

/// The executor of `NetworkLoop`: a thread that runs jobs and waits for sockets in turns.
///
/// Other threads hand over jobs in a locked list, and ring the eventfd only when the loop sleeps.
final class LoopExecutor: SerialExecutor {
  private struct Inbox {
    var jobs: [UnownedJob] = []
    var calls: [@NetworkLoop @Sendable () -> Void] = []
    var asleep = false
  }

  private let inbox = Mutex(Inbox())
  private let thread = Atomic<UInt>(0)
  private let bell: Int32

  init() {
    bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    precondition(bell >= 0, "the system gives no eventfd to the network loop")
  }

  func start() {
    var started = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    let failure = pthread_create(&started, nil, { context in runLoopThread(context) }, context)
    precondition(failure == 0, "the system gives no thread to the network loop")
    pthread_detach(started)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let ring = inbox.withLock { inbox in
      inbox.jobs.append(job)
      defer { inbox.asleep = false }
      return inbox.asleep
    }
    if ring { eventfd_write(bell, 1) }
  }

  /// Runs a closure on the loop, soon and in turn with other closures.
  func call(_ body: @escaping @NetworkLoop @Sendable () -> Void) {
    let ring = inbox.withLock { inbox in
      inbox.calls.append(body)
      defer { inbox.asleep = false }
      return inbox.asleep
    }
    if ring { eventfd_write(bell, 1) }
  }

  func checkIsolated() {
    precondition(onThread, "not on the network loop")
  }

  func isIsolatingCurrentContext() -> Bool? { onThread }

  private var onThread: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

  fileprivate func run() -> Never {
    thread.store(UInt(pthread_self()), ordering: .relaxed)
    NetworkLoop.onLoopThread { _ = Reactor.shared.watch(Bell(descriptor: bell)) }
    var batch: [UnownedJob] = []
    var calls: [@NetworkLoop @Sendable () -> Void] = []
    while true {
      inbox.withLock { inbox in
        swap(&inbox.jobs, &batch)
        swap(&inbox.calls, &calls)
      }
      for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
      batch.removeAll(keepingCapacity: true)
      for call in calls { NetworkLoop.onLoopThread(call) }
      calls.removeAll(keepingCapacity: true)
      NetworkLoop.onLoopThread { Reactor.shared.settle() }
      let mayWait = inbox.withLock { inbox in
        inbox.asleep = inbox.jobs.isEmpty && inbox.calls.isEmpty
        return inbox.asleep
      }
      NetworkLoop.onLoopThread { Reactor.shared.wait(mayBlock: mayWait) }
      inbox.withLock { $0.asleep = false }
      NetworkLoop.onLoopThread { Reactor.shared.dispatch() }
    }
  }
}

private func runLoopThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  pthread_setname_np(pthread_self(), "network")
  Unmanaged<LoopExecutor>.fromOpaque(context).takeRetainedValue().run()
}

/// The eventfd that ends the loop's sleep when another thread has brought a job.
private final class Bell: Pollable {
  let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  func ready(_ events: UInt32) {
    var rung: eventfd_t = 0
    _ = eventfd_read(descriptor, &rung)
  }
}
