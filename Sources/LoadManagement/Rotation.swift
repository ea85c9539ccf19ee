import Domain

/// Whose turn it is where not even the smallest current reaches for all who want to charge: whole slots, the
/// longest waiting first. Who charges keeps its place till its slot ends, and beyond while nobody waits.
struct Rotation: Sendable {
  /// One that wants to charge and may be paused.
  struct Candidate: Sendable {
    let number: Int
    let id: ConnectorID
    /// Since when it wants; orders those that are met for the first time.
    let since: Instant
    /// It may draw already.
    let isDrawing: Bool
  }

  static let slotMs: Int64 = 15 * 60_000

  private var servedSince: [ConnectorID: Instant] = [:]
  private(set) var waitingSince: [ConnectorID: Instant] = [:]

  /// Gives the smallest current to as many as can have it, in the order of their claims, and remembers whose
  /// turn it is. Returns the numbers of those that have it.
  mutating func serve(
    _ candidates: [Candidate], in share: inout FairShare, at now: Instant
  ) -> [Int] {
    meet(candidates, at: now)
    let ordered = candidates.map { ($0, rank($0.id, at: now)) }
      .sorted { ($0.1.0, $0.1.1, $0.0.id) < ($1.1.0, $1.1.1, $1.0.id) }
    var served: [Int] = []
    for (candidate, _) in ordered {
      if share.give(minimumAmps, to: candidate.number) {
        served.append(candidate.number)
        if waitingSince.removeValue(forKey: candidate.id) != nil { servedSince[candidate.id] = now }
      } else if servedSince.removeValue(forKey: candidate.id) != nil {
        waitingSince[candidate.id] = now
      }
    }
    return served
  }

  /// When each of those that wait will be served, if everything stays as it is; absent: nobody can tell.
  /// - Parameter share: as it was before anyone was served.
  func turns(
    _ candidates: [Candidate], in share: FairShare, from now: Instant
  ) -> [ConnectorID: Instant] {
    var (future, at) = (self, now)
    var turns: [ConnectorID: Instant] = [:]
    var left = Set(waitingSince.keys)
    while !left.isEmpty, let next = future.nextSlotEnd(after: at) {
      at = next
      var shareThen = share
      _ = future.serve(candidates, in: &shareThen, at: at)
      for id in left where future.waitingSince[id] == nil {
        turns[id] = at
        left.remove(id)
      }
    }
    return turns
  }

  private mutating func meet(_ candidates: [Candidate], at now: Instant) {
    let wanting = Set(candidates.map(\.id))
    servedSince = servedSince.filter { wanting.contains($0.key) }
    waitingSince = waitingSince.filter { wanting.contains($0.key) }
    for one in candidates where servedSince[one.id] == nil && waitingSince[one.id] == nil {
      if one.isDrawing { servedSince[one.id] = now } else { waitingSince[one.id] = min(one.since, now) }
    }
  }

  /// The lower goes first: running slots, then those that wait, then those whose slot is over; of these the
  /// one that was served longest gives way first.
  private func rank(_ id: ConnectorID, at now: Instant) -> (Int, Int64) {
    guard let since = servedSince[id] else {
      return (1, (waitingSince[id] ?? now).millisecondsSince1970)
    }
    let isOver = now.milliseconds(since: since) >= Self.slotMs
    return isOver ? (2, -since.millisecondsSince1970) : (0, since.millisecondsSince1970)
  }

  private func nextSlotEnd(after instant: Instant) -> Instant? {
    servedSince.values.map { $0.advanced(byMilliseconds: Self.slotMs) }.filter { $0 > instant }.min()
  }
}
