import Domain
import Net
import Storage

/// What is left to do of a day's forgetting. Small writes, one after the other, so that what a wallbox sends
/// never waits behind a long one; it begins anew after a restart.
@NetworkLoop final class Forgetting {
  enum Step: Sendable {
    /// What is older than its setting allows.
    case records(RecordKind)
    /// Who left, and whose year is over.
    case announce
    /// The next erasure that is due, behind this key.
    case due(after: Int64)
    /// A person's card numbers in what was kept as it came: which table, behind which key.
    case texts(Erasure, tenantKey: Int64, CardScrub, table: Int, after: Int64)
    case person(Erasure, tenantKey: Int64)
    case year(Erasure, from: Instant, to: Instant)
  }

  /// The last one is the next.
  fileprivate var steps: [Step] = []
  fileprivate var isBusy = false
  private var next: Instant?

  fileprivate static let stepsPerRound = 20
  fileprivate static let rows = 100
  fileprivate static let blocks = 8

  /// Begins with the day's steps, if it is time.
  fileprivate func begin(at now: Instant) {
    guard steps.isEmpty, next.map({ now >= $0 }) ?? true else { return }
    next = now.advanced(byDays: 1)
    steps = [.due(after: 0), .announce] + RecordKind.allCases.reversed().map { .records($0) }
  }
}

extension ChargingSite {
  /// Once a second: goes on with what is to be forgotten today.
  func forget() {
    let work = forgetting
    guard !work.isBusy else { return }
    work.begin(at: now())
    guard !work.steps.isEmpty else { return }
    work.isBusy = true
    Task { @NetworkLoop in
      do {
        for _ in 1...Forgetting.stepsPerRound {
          guard let step = work.steps.popLast() else { break }
          work.steps += try await self.perform(step)
        }
      } catch {
        // The rest of it tomorrow; what is not erased is still announced.
        work.steps = []
        self.report(error, while: "forgetting what is old")
      }
      work.isBusy = false
    }
  }

  /// - Returns: what is to be done next because of it, the last one first.
  private func perform(_ step: Forgetting.Step) async throws -> [Forgetting.Step] {
    let (now, rows) = (now(), Forgetting.rows)
    switch step {
    case .records(let kind):
      let end = settings.retention.end(of: kind, at: now)
      let atMost = kind == .messageLog ? Forgetting.blocks : rows
      return try await store.write { try $0.forget(kind, before: end, atMost: atMost) } ? [step] : []
    case .announce:
      try await announceErasures(at: now)
      return []
    case .due(let key):
      return try await begin(after: key, at: now)
    case .texts(let erasure, let tenantKey, let scrub, let index, let key):
      let tables = CardTextTable.allCases
      guard index < tables.count else { return [.person(erasure, tenantKey: tenantKey)] }
      let atMost = tables[index] == .messageBlocks ? Forgetting.blocks : rows
      let last = try await store.write { try scrub.scrub(tables[index], after: key, rows: atMost, in: $0) }
      let (table, after) = last.map { (index, $0) } ?? (index + 1, 0)
      return [.texts(erasure, tenantKey: tenantKey, scrub, table: table, after: after)]
    case .person(let erasure, let tenantKey):
      try await store.write { file in
        // Somebody may have taken it back, or the tenant have come back, a moment ago.
        guard try file.openErasure(.tenant, of: erasure.subject) == erasure,
          try file.holdsBack(tenantKey: tenantKey, at: now) == nil
        else { return }
        try file.eraseTenant(key: tenantKey, at: now)
        try Self.finish(erasure, in: file, at: now)
      }
      cardsChanged()
      return []
    case .year(let erasure, let from, let to):
      let isMore = try await store.write { file in
        guard try file.openErasure(.charges, of: erasure.subject) == erasure else { return false }
        if try file.forgetCharges(from: from, to: to, atMost: rows) { return true }
        try Self.finish(erasure, in: file, at: now)
        return false
      }
      return isMore ? [step] : []
    }
  }

  private func begin(after key: Int64, at now: Instant) async throws -> [Forgetting.Step] {
    try await reader.read { file -> [Forgetting.Step] in
      guard let erasure = try file.dueErasures(at: now, after: key, limit: 1).first else { return [] }
      let others = Forgetting.Step.due(after: erasure.key)
      switch erasure.kind {
      case .tenant:
        guard let tenant = try file.tenant(id: erasure.subject),
          try file.holdsBack(tenantKey: tenant.key, at: now) == nil
        else { return [others] }
        let scrub = CardScrub(try file.cardTexts(tenantKey: tenant.key))
        return [others, .texts(erasure, tenantKey: tenant.key, scrub, table: 0, after: 0)]
      case .charges:
        guard let year = Int(erasure.subject) else { return [others] }
        return [others, .year(erasure, from: .newYear(year), to: .newYear(year + 1))]
      }
    }
  }

  private nonisolated static func finish(
    _ erasure: Erasure, in file: WriteConnection, at now: Instant
  ) throws {
    try file.finishErasure(key: erasure.key, at: now)
    try AuditChain.append(
      "erasure.done", by: AuditChain.appliance, AuditNote(subject: erasure.subject), at: now, in: file)
  }
}
