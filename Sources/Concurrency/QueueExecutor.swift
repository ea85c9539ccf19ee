package import Dispatch

/// Lets an actor run on a Dispatch queue of its own, for work that blocks (SQLite, later libmodbus): a
/// blocked call then never holds one of Swift's few cooperative threads.
package final class QueueExecutor: SerialExecutor {
  /// The serial queue everything runs on.
  package let queue: DispatchQueue

  /// `label` names the queue in debuggers and crash reports.
  package init(label: String) { queue = DispatchQueue(label: label) }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  package func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
