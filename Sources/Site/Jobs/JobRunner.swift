import Domain
import Net
import Storage

/// What the appliance has in hand of long work. One job at a time, the oldest first.
@NetworkLoop final class JobRunner {
  /// There may be something to do.
  var isWanted = true
  fileprivate(set) var isWorking = false
}

extension ChargingSite {
  /// Begins, or goes on, with long work if there is any: after a restart, too.
  func workOnJobs() {
    guard jobs.isWanted, !jobs.isWorking else { return }
    jobs.isWorking = true
    jobs.isWanted = false
    Task { @NetworkLoop in
      do {
        while let job = try await reader.read({ try $0.activeJobs().first }) { try await workOn(job) }
      } catch {
        // The disk may have room again in some seconds; the next round begins anew.
        jobs.isWanted = (error as? StoreError)?.kind != .closed
        report(error, while: "working on a job")
      }
      jobs.isWorking = false
    }
  }

  /// Slice after slice, until it is over or somebody wants something else of it. Throws when the disk is in
  /// trouble; the job goes on later.
  private func workOn(_ job: Job) async throws {
    do {
      guard let kind = JobKind.all[job.kind] else {
        throw SiteError.conflict("No work of the kind \(job.kind) is known.")
      }
      let (settings, at) = (settings, now())
      let work = try await reader.read { file in try kind.prepare(job, settings, file, at) }
      while try await slice(of: work, job) {}
      if kind.changesCards { cardsChanged() }
    } catch let error as StoreError where error.isTrouble || error.kind == .closed {
      throw error
    } catch {
      report(error, while: "working on the job \(job.id)")
      try await fail(job)
    }
    events.note(.job(job.id))
  }

  /// False: there is nothing more to do.
  private func slice(of work: any JobWork, _ begun: Job) async throws -> Bool {
    let at = now()
    let goesOn = try await store.write { file in
      guard var job = try file.job(key: begun.key), job.state == begun.state else { return false }
      if job.state == .undoing {
        try work.undo(&job, in: file, at: at)
      } else {
        try work.goOn(&job, in: file, at: at)
      }
      try file.updateJob(job, at: at)
      return job.state == begun.state
    }
    events.note(.job(begun.id))
    return goesOn
  }

  private func fail(_ job: Job) async throws {
    let at = now()
    try await store.write { file in
      guard var failed = try file.job(key: job.key), failed.state.isActive else { return }
      failed.state = .failed
      try file.updateJob(failed, at: at)
    }
  }
}
