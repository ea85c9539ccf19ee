package import Domain

/// Keeps what the connectors under limits may draw, decides who gets how much, and says what may be told to
/// which wallbox now. Knows no wire and no clock: facts come in by `round`, answers by `accepted`, `refused`
/// and `unanswered`.
package struct LoadControl: Sendable {
  /// All that is remembered of a connector.
  struct Point: Sendable {
    var holding = Holding()
    var demand = CarDemand()
    var appetite = Appetite()
    var obedience = Obedience()
    /// Since when it has been told its present current or more; what it draws is judged only after a while.
    var loweredAt: Instant?
    /// Nothing is sent before, after a refusal or a silence.
    var retryAt: Instant?
    /// The last call was not answered.
    var isSilent = false
    /// Calls in a row that were not answered, on this connection and those before.
    var silences = 0
    /// It has come (back) and was told nothing since: nobody else gets more before.
    var isFresh = true
    var isClearing = false
  }

  static let retryMs: Int64 = 60_000
  /// One that was silent so often may be crashing on what it is told: then it is left alone for twice as long
  /// each time, whether it comes back meanwhile or not.
  static let silencesTaken = 3
  static let mostDoublings = 4

  var points: [ConnectorID: Point] = [:]
  var rotation = Rotation()
  private var sharing: Sharing?
  /// What the last round decided.
  package private(set) var shares: [ConnectorID: LoadShare] = [:]

  package init() {}

  /// Takes over what a connector was told before this program started.
  package mutating func restore(_ id: ConnectorID, _ allotment: Allotment) {
    points[id, default: Point()].holding = Holding(allotment)
  }

  /// Whether there is anything to do without a limit: profiles of ours that should go.
  package var isIdle: Bool { points.isEmpty }

  /// Since when a connector waits for its turn; nil: it does not.
  package func waitingSince(_ id: ConnectorID) -> Instant? { rotation.waitingSince[id] }

  /// When the turn of each comes that waits, if everything stays as it is.
  package func turns(from now: Instant) -> [ConnectorID: Instant] {
    rotation.waitingSince.isEmpty ? [:] : sharing?.turns(rotation, from: now) ?? [:]
  }

  /// Decides, and says what to send now.
  /// - Parameter connectors: all that the site has; those in no limit are let go of.
  package mutating func round(
    _ connectors: [LoadConnector], _ limits: [CurrentLimit], at now: Instant
  ) -> [LoadOrder] {
    let connectors = connectors.sorted { $0.id < $1.id }
    let limited = limits.reduce(into: Set<ConnectorID>()) { $0.formUnion($1.members) }
    let known = Set(connectors.map(\.id))
    points = points.filter { known.contains($0.key) }
    let covered = connectors.filter { limited.contains($0.id) }
    for connector in covered where points[connector.id] == nil { points[connector.id] = Point() }
    let claims = covered.map { claim($0, at: now) }
    let fallbacks = fallbacks(covered, limits, at: now)
    let sharing = Sharing(claims, limits, &rotation, at: now)
    self.sharing = sharing
    shares = [:]
    for (connector, claim) in zip(covered, claims) {
      shares[connector.id] = LoadShare(
        state: state(connector, claim.demand), amps: sharing.shares[connector.id] ?? 0,
        fallbackAmps: fallbacks[connector.id] ?? 0)
    }
    return orders(covered, limits, at: now)
      + release(connectors.filter { !limited.contains($0.id) }, at: now)
  }

  // MARK: What a round sees

  private mutating func claim(_ connector: LoadConnector, at now: Instant) -> Claim {
    let id = connector.id
    let demand = points[id, default: Point()].demand.update(connector.signs, at: now)
    if demand != .wants { points[id]?.appetite = Appetite() }
    let point = points[id] ?? Point()
    return Claim(
      id: id, maxAmps: connector.maxAmps, mayBePaused: connector.mayBePaused,
      fixedAmps: canBeTold(connector, point) ? nil : drawable(connector, point).peak(from: now),
      demand: demand, since: connector.signs.since ?? now,
      isDrawing: point.holding.isCertain
        && drawable(connector, point).amps(at: now) >= minimumAmps,
      appetiteAmps: point.appetite.amps)
  }

  private func canBeTold(_ connector: LoadConnector, _ point: Point) -> Bool {
    connector.isReachable && connector.takesProfiles && !point.isSilent && !point.obedience.isDisobeying
  }

  /// The most it may draw, now and later.
  func drawable(_ connector: LoadConnector, _ point: Point) -> CurrentCourse {
    guard connector.takesProfiles else { return CurrentCourse(connector.maxAmps) }
    let held = point.holding.course(maxAmps: connector.maxAmps)
    guard point.obedience.isDisobeying else { return held }
    return held.combined(with: CurrentCourse(point.obedience.drawnAmps), max)
  }

  private func fallbacks(
    _ connectors: [LoadConnector], _ limits: [CurrentLimit], at now: Instant
  ) -> [ConnectorID: Int] {
    let facts = connectors.map { connector in
      let point = points[connector.id] ?? Point()
      return (
        connector.id,
        Fallback.Connector(
          maxAmps: connector.maxAmps, mayBePaused: connector.mayBePaused,
          fixedAmps: canBeTold(connector, point) ? nil : drawable(connector, point).last)
      )
    }
    return Fallback.amps(Dictionary(uniqueKeysWithValues: facts), limits)
  }

  private func state(_ connector: LoadConnector, _ demand: Demand) -> LoadState {
    let point = points[connector.id] ?? Point()
    if !connector.takesProfiles { return .unsupported }
    if !connector.isReachable || point.isSilent { return .unreachable }
    if point.obedience.isDisobeying { return .disobeying }
    if rotation.waitingSince[connector.id] != nil { return .waiting }
    return demand == .wants ? .charging : .idle
  }
}
