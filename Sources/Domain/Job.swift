/// How far a piece of long work is (API: `state`).
package enum JobState: String, Sendable, CaseIterable {
  /// Prepared; nothing was done.
  case draft
  case running, undoing
  case done
  /// It met something it could not go on with. What it had made is there.
  case failed
  /// Stopped by a person; what it had made is there. Goes on when it is run again.
  case cancelled
  /// What it had made is gone. Begins anew when it is run again.
  case undone

  /// Whether the appliance works on it, now or after a restart.
  package var isActive: Bool { self == .running || self == .undoing }
}

/// Long work that goes on after a restart.
package struct Job: Sendable, Equatable {
  package var key: Int64
  package var id: String
  /// Like `tenant_import`.
  package var kind: String
  package var state: JobState
  /// JSON.
  package var options: String
  /// How much of `total` is done, in the unit of its kind.
  package var progress: Int
  package var total: Int
  /// JSON; nil: nothing to tell yet.
  package var result: String?
  package var createdBy: String
  package var createdAt: Instant
  package var changedAt: Instant

  package init(
    key: Int64, id: String, kind: String, state: JobState, options: String, progress: Int, total: Int,
    result: String?, createdBy: String, createdAt: Instant, changedAt: Instant
  ) {
    self.key = key
    self.id = id
    self.kind = kind
    self.state = state
    self.options = options
    self.progress = progress
    self.total = total
    self.result = result
    self.createdBy = createdBy
    self.createdAt = createdAt
    self.changedAt = changedAt
  }
}
