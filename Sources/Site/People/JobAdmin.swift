import Crypto
package import Domain
import Net
import Storage

/// Long work, as people set it going.
extension ChargingSite {
  /// So long, in days, is kept what a job worked on after the last that happened to it.
  private nonisolated static let jobInputDays: Int64 = 7

  /// Lets a job begin, begin anew after it was undone, or go on after it was stopped.
  ///
  /// - Throws: `unknownJob`, `conflict` (it runs, is done, or what it worked on was forgotten), `disk`.
  package func runJob(_ id: String, also note: Alongside? = nil) async throws(SiteError) -> Job {
    try await change(id, note) { job, file in
      switch job.state {
      case .running: throw SiteError.conflict(Wording("job-running", "It is at work already."))
      case .undoing:
        throw SiteError.conflict(Wording("job-undoing", "It is being undone; wait until that is over."))
      case .done: throw SiteError.conflict(Wording("job-done", "It is done. Undo it to run it again."))
      case .draft, .failed, .cancelled: break
      case .undone: (job.progress, job.result) = (0, nil)
      }
      guard try !file.jobInput(key: job.key).isEmpty else {
        throw SiteError.conflict(
          Wording(
            "job-forgotten", "What it worked on is kept for {days} days and is gone now.",
            ["days": String(Self.jobInputDays)]))
      }
      job.state = .running
    }
  }

  /// Stops a job where it is, or drops a draft. What was made stays, and can be undone.
  ///
  /// - Throws: `unknownJob`, `conflict` (it does not run), `disk`.
  package func cancelJob(_ id: String, also note: Alongside? = nil) async throws(SiteError) -> Job {
    try await change(id, note) { job, _ in
      guard job.state == .draft || job.state == .running else {
        throw SiteError.conflict(Wording("job-not-running", "It does not run."))
      }
      job.state = .cancelled
    }
  }

  /// Takes back what a job made.
  ///
  /// - Throws: `unknownJob`, `conflict` (it runs, made nothing, or something depends on what it made),
  ///   `disk`.
  package func undoJob(_ id: String, also note: Alongside? = nil) async throws(SiteError) -> Job {
    try await change(id, note) { job, file in
      guard [.done, .failed, .cancelled].contains(job.state),
        try file.jobProductCount(jobKey: job.key) > 0
      else { throw SiteError.conflict(Wording("job-nothing-to-undo", "There is nothing to undo.")) }
      if let why = try JobKind.all[job.kind]?.objection(job, file) { throw SiteError.conflict(why) }
      job.state = .undoing
    }
  }

  private func change(
    _ id: String, _ note: Alongside?,
    _ body: @escaping @Sendable (inout Job, ReadConnection) throws -> Void
  ) async throws(SiteError) -> Job {
    let at = now()
    let changed = try await onDisk { file in
      guard var job = try file.job(id: id) else { throw SiteError.unknownJob }
      try body(&job, file)
      try file.updateJob(job, at: at)
      try note?(file)
      return job
    }
    events.note(.job(id))
    jobs.isWanted = true
    workOnJobs()
    return changed
  }

  /// Now and then: forgets what finished jobs worked on.
  func forgetJobInputs() {
    let before = now().advanced(byMilliseconds: -Self.jobInputDays * 86_400_000)
    writeLater { file in try file.forgetJobInputs(before: before) }
  }
}
