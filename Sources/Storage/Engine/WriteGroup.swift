/// What became of a group of writes that was not lost as a whole.
struct WriteGroupResult {
  var outcomes: [WriteOutcome]
  /// Whether something has been written to the disk.
  var changed: Bool
}

extension WriteConnection {
  /// Runs the jobs in one transaction, each in a savepoint of its own so that one that throws does not take
  /// its neighbours along, and commits. Throws when the group as a whole was lost; then nothing of it was
  /// kept.
  func perform(_ group: [WriteJob]) throws(StoreError) -> WriteGroupResult {
    try database.run(Self.begin)
    database.inGroup = true
    defer { database.endGroup() }
    do throws(StoreError) {
      return group.count == 1 ? try performAlone(group[0]) : try performTogether(group)
    } catch {
      if database.isInTransaction {
        database.endGroup()
        try database.run(Self.rollback)
      }
      throw error
    }
  }

  /// A job without neighbours needs no savepoint.
  private func performAlone(_ job: WriteJob) throws(StoreError) -> WriteGroupResult {
    let before = database.totalChanges
    let outcome = job.run(on: self)
    if let lost = database.lost { throw lost }
    let failed = outcome.error != nil
    try database.run(failed ? Self.rollback : Self.commit)
    return WriteGroupResult(outcomes: [outcome], changed: !failed && database.totalChanges != before)
  }

  private func performTogether(_ group: [WriteJob]) throws(StoreError) -> WriteGroupResult {
    var result = WriteGroupResult(outcomes: [], changed: false)
    result.outcomes.reserveCapacity(group.count)
    for job in group {
      let before = database.totalChanges
      try database.run(Self.savepoint)
      let outcome = job.run(on: self)
      if let lost = database.lost { throw lost }
      if outcome.error == nil {
        result.changed = result.changed || database.totalChanges != before
      } else {
        try database.run(Self.rollbackToSavepoint)
      }
      try database.run(Self.release)
      result.outcomes.append(outcome)
    }
    try database.run(Self.commit)
    return result
  }

  private static let begin = Query("BEGIN IMMEDIATE")
  private static let commit = Query("COMMIT")
  private static let rollback = Query("ROLLBACK")
  private static let savepoint = Query("SAVEPOINT job")
  private static let rollbackToSavepoint = Query("ROLLBACK TO job")
  private static let release = Query("RELEASE job")
}
