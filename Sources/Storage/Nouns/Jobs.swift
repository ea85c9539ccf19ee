package import Domain

extension ReadConnection {
  /// A job by its public id.
  package func job(id: String) throws(StoreError) -> Job? {
    try database.one(JobSQL.byID, id, as: JobSQL.read)
  }

  /// A job by our key.
  package func job(key: Int64) throws(StoreError) -> Job? {
    try database.one(JobSQL.byKey, key, as: JobSQL.read)
  }

  /// A page of jobs, newest first.
  package func jobs(after cursor: PageCursor?, limit: Int) throws(StoreError) -> Page<Job> {
    let rows = try database.rows(JobSQL.page, cursor?.key ?? .max, limit + 1, as: JobSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }

  /// The jobs that the appliance works on, oldest first.
  package func activeJobs() throws(StoreError) -> [Job] {
    try database.rows(JobSQL.active, as: JobSQL.read)
  }

  /// What a job works on; empty once it was forgotten.
  package func jobInput(key: Int64) throws(StoreError) -> [UInt8] {
    try database.one(JobSQL.input, key, as: { row in row.blob() }) ?? []
  }
}

extension WriteConnection {
  /// Adds a draft. `id`: opaque and random, made by the caller.
  package func insertJob(
    id: String, kind: String, input: [UInt8], options: String, total: Int, by: String, at: Instant
  ) throws(StoreError) -> Job {
    try database.run(JobSQL.insert, id, kind, input, options, total, by, at)
    return Job(
      key: database.lastInsertedKey, id: id, kind: kind, state: .draft, options: options, progress: 0,
      total: total, result: nil, createdBy: by, createdAt: at, changedAt: at)
  }

  /// Writes a job's state, options, progress and result.
  package func updateJob(_ job: Job, at: Instant) throws(StoreError) {
    try database.run(
      JobSQL.update, job.key, job.state.rawValue, job.options, job.progress, job.total, job.result, at)
  }

  /// Lets go of what finished jobs worked on, which may tell of people, when nothing happened to them since
  /// `before`. They can still be undone, but not run again.
  package func forgetJobInputs(before: Instant) throws(StoreError) {
    try database.run(JobSQL.forget, before)
  }
}

private enum JobSQL {
  static func read(_ row: inout Row) throws(StoreError) -> Job {
    Job(
      key: row.int64(), id: row.text(), kind: row.text(), state: try row.value(JobState.self),
      options: row.text(), progress: row.int(), total: row.int(), result: row.textOrNil(),
      createdBy: row.text(), createdAt: row.instant(), changedAt: row.instant())
  }

  private static let select = """
    SELECT key, id, kind, state, options, progress, total, result, created_by, created_at, changed_at FROM job
    """
  static let byID = Query("\(select) WHERE id = ?")
  static let byKey = Query("\(select) WHERE key = ?")
  static let page = Query("\(select) WHERE key < ? ORDER BY key DESC LIMIT ?")
  static let active = Query("\(select) WHERE state IN ('running', 'undoing') ORDER BY key")
  static let input = Query("SELECT input FROM job WHERE key = ?")
  static let insert = Query(
    """
    INSERT INTO job (id, kind, state, input, options, total, created_by, created_at, changed_at)
    VALUES (?1, ?2, 'draft', ?3, ?4, ?5, ?6, ?7, ?7)
    """)
  static let update = Query(
    """
    UPDATE job SET state = ?2, options = ?3, progress = ?4, total = ?5, result = ?6, changed_at = ?7
    WHERE key = ?1
    """)
  static let forget = Query(
    """
    UPDATE job SET input = x''
    WHERE changed_at < ? AND state NOT IN ('running', 'undoing') AND length(input) > 0
    """)
}
