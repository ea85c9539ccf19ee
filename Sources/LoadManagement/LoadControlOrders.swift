import Domain

extension LoadControl {
  /// What may be told now: first what only lowers, then those that have just come, then renewals, then more
  /// for those that have less than their share, as far as every limit holds whatever happens next.
  mutating func orders(
    _ connectors: [LoadConnector], _ limits: [CurrentLimit], at now: Instant
  ) -> [LoadOrder] {
    let due = connectors.filter { isDue($0, at: now) }
    guard !due.isEmpty else { return [] }
    let held = connectors.map { ($0.id, (points[$0.id] ?? Point()).holding.course(maxAmps: $0.maxAmps)) }
    let mayDraw = connectors.map { ($0.id, drawable($0, points[$0.id] ?? Point())) }
    var transition = Transition(
      limits, held: Dictionary(uniqueKeysWithValues: held),
      drawable: Dictionary(uniqueKeysWithValues: mayDraw), at: now)
    let somebodyIsFresh = connectors.contains { isFresh($0) }
    let ranked = due.map { ($0, rank($0, transition, at: now)) }.sorted {
      ($0.1, $0.0.id) < ($1.1, $1.0.id)
    }
    var orders: [LoadOrder] = []
    for (connector, rank) in ranked where rank < Self.increase || !somebodyIsFresh {
      guard let allotment = sendable(connector, &transition, at: now) else { continue }
      points[connector.id]?.holding.send(allotment)
      orders.append(LoadOrder(id: connector.id, allotment: allotment))
    }
    return orders
  }

  private static let increase = 3

  private func rank(_ connector: LoadConnector, _ transition: Transition, at now: Instant) -> Int {
    let wanted = wanted(connector, at: now)
    if !transition.raises(wanted.course, of: connector.id) { return 0 }
    if isFresh(connector) { return 1 }
    return wanted.amps <= transition.course(of: connector.id).amps(at: now) ? 2 : Self.increase
  }

  private func isFresh(_ connector: LoadConnector) -> Bool {
    connector.isReachable && connector.takesProfiles && points[connector.id]?.isFresh ?? false
  }

  /// Something to say, and nothing in the way of saying it.
  private func isDue(_ connector: LoadConnector, at now: Instant) -> Bool {
    guard connector.isReachable, connector.takesProfiles, let point = points[connector.id],
      point.holding.inFlight == nil, !point.isClearing, point.retryAt.map({ $0 <= now }) ?? true
    else { return false }
    guard let confirmed = point.holding.confirmed, point.holding.isCertain, !point.isFresh else {
      return true
    }
    let wanted = wanted(connector, at: now)
    return confirmed.amps != wanted.amps || confirmed.fallbackAmps != wanted.fallbackAmps
      || now.milliseconds(since: confirmed.madeAt) >= Allotment.renewalMs || confirmed.madeAt > now
  }

  private func wanted(_ connector: LoadConnector, at now: Instant) -> Allotment {
    let point = points[connector.id] ?? Point()
    let share = shares[connector.id]
    let fallback = min(share?.fallbackAmps ?? 0, connector.maxAmps)
    // Who has no share of its own is told again what it was told last.
    let amps = isLost(connector.id) ? point.holding.confirmed?.amps ?? fallback : share?.amps ?? 0
    return Allotment(amps: min(amps, connector.maxAmps), fallbackAmps: fallback, at: now)
  }

  private func isLost(_ id: ConnectorID) -> Bool {
    points[id].map { $0.isSilent || $0.obedience.isDisobeying } ?? false
  }

  /// The wanted allotment if it may be sent, else one that lowers and raises nothing, else nothing.
  private func sendable(
    _ connector: LoadConnector, _ transition: inout Transition, at now: Instant
  ) -> Allotment? {
    let (id, wanted) = (connector.id, wanted(connector, at: now))
    let held = transition.course(of: id)
    if transition.allow(wanted.course, for: id) { return wanted }
    let lowered = lowered(isLost(id) ? wanted.fallbackAmps : wanted.amps, wanted, below: held, at: now)
    let saved = held.combined(with: lowered.course) { max(0, $0 - $1) }
    let isNews = saved.peak(from: now) > 0 || points[id]?.isFresh ?? false
    return isNews && transition.allow(lowered.course, for: id) ? lowered : nil
  }

  /// The most of an allotment that stays below what is held already, now and later.
  private func lowered(
    _ amps: Int, _ wanted: Allotment, below held: CurrentCourse, at now: Instant
  ) -> Allotment {
    guard let next = held.steps.first(where: { $0.at > now })?.at else {
      return Allotment(
        amps: min(amps, held.amps(at: now)), fallbackAmps: min(wanted.fallbackAmps, held.amps(at: now)),
        at: now)
    }
    let amps = min(amps, held.amps(at: now))
    let fallback = min(wanted.fallbackAmps, held.low(from: next))
    // Its clock may be off once more.
    let margin = amps > fallback ? -Allotment.clockErrorMs : Allotment.clockErrorMs
    return Allotment(
      amps: amps, fallbackAmps: fallback, changesAt: next.advanced(byMilliseconds: margin), madeAt: now)
  }

  /// Takes our profiles away where no limit holds any more.
  mutating func release(_ connectors: [LoadConnector], at now: Instant) -> [LoadOrder] {
    var orders: [LoadOrder] = []
    for connector in connectors {
      guard let point = points[connector.id] else { continue }
      guard point.holding.mayHaveOurs else {
        points[connector.id] = nil
        continue
      }
      guard connector.isReachable, point.holding.inFlight == nil, !point.isClearing,
        point.retryAt.map({ $0 <= now }) ?? true
      else { continue }
      points[connector.id]?.isClearing = true
      orders.append(LoadOrder(id: connector.id, allotment: nil))
    }
    return orders
  }
}
