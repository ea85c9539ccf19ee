internal import CLinux
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Lets an actor run on a thread of its own with the lowest priority, for work that computes for long: every
/// other thread goes first. A shared pool would not do: its threads take their priority along to other work.
///
/// The thread lives as long as the process. How much may wait for it is up to those who bring the work.
package final class PatientThread: SerialExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private let brought = DispatchSemaphore(value: 0)
  private let thread = Atomic<UInt>(0)
  private let label: String

  /// `label` names the thread for `top -H` and debuggers: 15 bytes at most (pthread_setname_np(3)).
  package init(label: String) {
    self.label = label
    var started = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    let failure = pthread_create(&started, nil, { context in runPatientThread(context) }, context)
    precondition(failure == 0, "the system gives no thread to \(label)")
    pthread_detach(started)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    brought.signal()
  }

  package func checkIsolated() {
    precondition(thread.load(ordering: .relaxed) == UInt(pthread_self()), "not on the thread \(label)")
  }

  fileprivate func run() -> Never {
    thread.store(UInt(pthread_self()), ordering: .relaxed)
    pthread_setname_np(pthread_self(), label)
    // Linux knows priorities of threads only, and 0 is the calling one (setpriority(2), "C library/kernel
    // differences"). It cannot fail: anybody may become nicer.
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
    while true {
      brought.wait()
      let job = jobs.withLock { $0.removeFirst() }
      job.runSynchronously(on: asUnownedSerialExecutor())
    }
  }
}

private func runPatientThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<PatientThread>.fromOpaque(context).takeRetainedValue().run()
}
