import Domain

/// What a connector wants now.
package enum Demand: Sendable, Equatable {
  /// No car, as far as anyone can tell.
  case none
  /// A car is there that takes nothing now: full, or nobody has started a charge.
  case resting
  /// A charge runs, or is about to.
  case wants
}

/// One connector as the sharing sees it.
struct Claim: Sendable {
  let id: ConnectorID
  let maxAmps: Int
  let mayBePaused: Bool
  /// Of one that cannot be told now: what it may draw. It is taken off first.
  let fixedAmps: Int?
  let demand: Demand
  let since: Instant
  let isDrawing: Bool
  /// What the car seems to use; nil: all it can get.
  let appetiteAmps: Int?
}

/// Divides the limits.
///
/// 1. What cannot be told keeps what it may draw.
/// 2. Those that must not be paused have the smallest current, with a car or without: a charge may begin at
///    any moment and must find it.
/// 3. Those that want get the smallest current by turns (`Rotation`), and then equal shares of the rest, each
///    at most what its car uses.
/// 4. A car that rests, then a connector without a car, holds the smallest current if that much is left: a
///    car wakes up, or begins, before anyone can ask us. Else 0; it is raised as soon as it wants.
/// 5. What is still left goes to those that want, in equal shares.
struct Sharing: Sendable {
  private let claims: [Claim]
  /// As it was before turns were taken.
  private let before: FairShare
  private let candidates: [Rotation.Candidate]
  /// Amperes of each claim.
  let shares: [ConnectorID: Int]

  init(_ claims: [Claim], _ limits: [CurrentLimit], _ rotation: inout Rotation, at now: Instant) {
    let claims = claims.sorted { $0.id < $1.id }
    var share = FairShare(claims.map(\.id), limits)
    for (number, claim) in claims.enumerated() {
      if let fixed = claim.fixedAmps { share.reserve(fixed, for: number) }
    }
    var growing: [Int] = []
    var candidates: [Rotation.Candidate] = []
    for (number, claim) in claims.enumerated() where claim.fixedAmps == nil {
      if claim.mayBePaused {
        guard claim.demand == .wants else { continue }
        candidates.append(
          Rotation.Candidate(
            number: number, id: claim.id, since: claim.since, isDrawing: claim.isDrawing))
      } else if share.give(minimumAmps, to: number), claim.demand == .wants {
        growing.append(number)
      }
    }
    (before, self.candidates, self.claims) = (share, candidates, claims)

    growing += rotation.serve(candidates, in: &share, at: now)
    share.raise(growing, caps: claims.map { min($0.maxAmps, $0.appetiteAmps ?? .max) })
    for demand in [Demand.resting, .none] {
      for (number, claim) in claims.enumerated()
      where claim.demand == demand && claim.fixedAmps == nil && share.shares[number] == 0 {
        _ = share.give(minimumAmps, to: number)
      }
    }
    share.raise(growing, caps: claims.map(\.maxAmps))
    shares = Dictionary(uniqueKeysWithValues: zip(claims.map(\.id), share.shares))
  }

  func turns(_ rotation: Rotation, from now: Instant) -> [ConnectorID: Instant] {
    rotation.turns(candidates, in: before, from: now)
  }
}
