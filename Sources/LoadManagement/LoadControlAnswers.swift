package import Domain

/// What became of what was told, and what else is heard of a connector.
extension LoadControl {
  package mutating func accepted(_ id: ConnectorID, at now: Instant) {
    guard var point = points[id] else { return }
    if point.isClearing {
      points[id] = nil
      return
    }
    let before = point.holding.isCertain ? point.holding.confirmed?.course.amps(at: now) : nil
    point.holding.accept()
    if let amps = point.holding.confirmed?.amps, amps < before ?? .max { point.loweredAt = now }
    point.isSilent = false
    point.silences = 0
    point.isFresh = false
    point.retryAt = nil
    points[id] = point
  }

  /// - Parameter retryMs: when it may be told again; nil: as usual.
  package mutating func refused(_ id: ConnectorID, retryMs: Int64? = nil, at now: Instant) {
    points[id]?.holding.refuse()
    points[id]?.isSilent = false
    points[id]?.silences = 0
    settle(id, now.advanced(byMilliseconds: retryMs ?? Self.retryMs))
  }

  /// It may have taken it, or not; what was to be taken away may be gone.
  package mutating func unanswered(_ id: ConnectorID, at now: Instant) {
    guard var point = points[id] else { return }
    point.holding.loseAnswer()
    if point.isClearing { point.holding.forget() }
    point.isSilent = true
    point.silences += 1
    points[id] = point
    let doublings = min(max(0, point.silences - Self.silencesTaken + 1), Self.mostDoublings)
    settle(id, now.advanced(byMilliseconds: Self.retryMs << Int64(doublings)))
  }

  /// It was not sent at all.
  package mutating func unsent(_ id: ConnectorID, at now: Instant) {
    points[id]?.holding.refuse()
    points[id]?.isClearing = false
  }

  private mutating func settle(_ id: ConnectorID, _ retryAt: Instant) {
    points[id]?.isFresh = false
    points[id]?.isClearing = false
    points[id]?.retryAt = retryAt
  }

  /// It is connected again: it is told before anyone else gets more.
  package mutating func connected(_ id: ConnectorID) {
    guard let point = points[id], point.silences < Self.silencesTaken else { return }
    points[id]?.isFresh = true
    points[id]?.isSilent = false
    points[id]?.retryAt = nil
  }

  /// It may have lost its profiles, as after a reboot.
  package mutating func forgot(_ id: ConnectorID) {
    points[id]?.holding.forget()
    connected(id)
  }

  /// A charge point is gone for good.
  package mutating func forget(_ chargePoint: String) {
    points = points.filter { $0.key.chargePoint != chargePoint }
  }

  /// What a connector draws: the highest of its phases. Returns whether it has just become known to disobey.
  package mutating func measured(
    _ id: ConnectorID, milliamps: Int, maxAmps: Int, at now: Instant
  ) -> Bool {
    guard var point = points[id], let confirmed = point.holding.confirmed else { return false }
    let allowed = point.holding.course(maxAmps: maxAmps).amps(at: now)
    point.appetite.note(milliamps: milliamps, allotted: allowed, at: now)
    let since = [point.loweredAt, confirmed.changesAt <= now ? confirmed.changesAt : nil].compactMap(\.self)
      .max()
    let was = point.obedience.isDisobeying
    if since.map({ now.milliseconds(since: $0) >= Obedience.followsWithinMs }) ?? true {
      point.obedience.note(milliamps: milliamps, allowed: allowed)
    }
    points[id] = point
    return !was && point.obedience.isDisobeying
  }
}
