import Domain
import LoadManagement

/// Repeatable randomness (SplitMix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// A wallbox's connector that really holds profiles, on a clock of its own that may be a minute off.
struct HeldProfile {
  var allotment: Allotment?
  var clockErrorMs: Int64 = 0
  var maxAmps: Int

  /// What it would let a car draw then, if nobody told it anything more.
  func amps(at instant: Instant) -> Int {
    guard let allotment else { return maxAmps }
    let isLater = instant.advanced(byMilliseconds: clockErrorMs) >= allotment.changesAt
    return min(maxAmps, isLater ? allotment.fallbackAmps : allotment.amps)
  }

  /// Where it changes by itself.
  var changesAt: Instant? { allotment?.changesAt.advanced(byMilliseconds: -clockErrorMs) }
}

/// A site with wallboxes, cars and a network, in which the control works as it does in the appliance.
struct SmallWorld {
  var now = Instant(millisecondsSince1970: 1_800_000_000_000)
  var control = LoadControl()
  var connectors: [LoadConnector]
  var limits: [CurrentLimit]
  var held: [ConnectorID: HeldProfile]
  var dice: Dice
  /// Out of 100 calls: refused; without an answer; and of all, how many seconds they take at most.
  var refused = 0
  var silent = 0
  var slowness = 1
  private var underway: [(order: LoadOrder, arrives: Instant, answers: Bool)] = []
  private(set) var orders: [LoadOrder] = []

  init(seed: UInt64, connectors: [LoadConnector], limits: [CurrentLimit]) {
    dice = Dice(seed)
    self.connectors = connectors
    self.limits = limits
    held = Dictionary(
      uniqueKeysWithValues: connectors.map { ($0.id, HeldProfile(allotment: nil, maxAmps: $0.maxAmps)) })
  }

  static func connector(
    _ number: Int, maxAmps: Int = 32, mayBePaused: Bool = true, status: String = "Available",
    isCharging: Bool = false
  ) -> LoadConnector {
    let start = Instant(millisecondsSince1970: 1_799_999_000_000)
    return LoadConnector(
      id: ConnectorID("CP\(number)", 1), maxAmps: maxAmps, mayBePaused: mayBePaused, isReachable: true,
      takesProfiles: true,
      signs: ConnectorSigns(
        status: isCharging ? "Charging" : status, statusSince: start,
        transactionSince: isCharging ? start : nil))
  }

  /// A random site: up to ten connectors, a limit for all or some circuits, or both.
  static func random(_ seed: UInt64) -> SmallWorld {
    var dice = Dice(seed)
    let count = Int.random(in: 1...10, using: &dice)
    var connectors = (1...count).map { number in
      connector(number, maxAmps: [6, 10, 16, 20, 32, 63].randomElement(using: &dice) ?? 16)
    }
    var limits: [CurrentLimit] = []
    if dice.chance(80) {
      let amps = Int.random(in: 6...100, using: &dice)
      limits.append(CurrentLimit(amps: amps, members: Set(connectors.map(\.id))))
    }
    let circuits = Int.random(in: limits.isEmpty ? 1...3 : 0...3, using: &dice)
    let circuitOf = connectors.map { _ in Int.random(in: 0...3, using: &dice) }
    for circuit in 0..<circuits {
      let members = zip(connectors, circuitOf).filter { $0.1 == circuit }.map(\.0.id)
      guard !members.isEmpty else { continue }
      limits.append(CurrentLimit(amps: Int.random(in: 6...63, using: &dice), members: Set(members)))
    }
    if limits.isEmpty { limits.append(CurrentLimit(amps: 20, members: Set(connectors.map(\.id)))) }
    for index in connectors.indices where dice.chance(15) {
      // Only where the minimum of all that cannot be paused fits, as the appliance demands.
      connectors[index].mayBePaused = false
      let solid = Set(connectors.filter { !$0.mayBePaused }.map(\.id))
      if limits.contains(where: { $0.members.intersection(solid).count * 6 > $0.amps }) {
        connectors[index].mayBePaused = true
      }
    }
    return SmallWorld(seed: dice.next(), connectors: connectors, limits: limits)
  }

  /// Every wallbox has its fallback from before, and the control knows.
  mutating func settle() {
    let count = limits.map { limit in (limit, limit.amps / limit.members.count) }
    for connector in connectors {
      let part = count.filter { $0.0.members.contains(connector.id) }.map(\.1).min() ?? connector.maxAmps
      let amps = min(connector.maxAmps, part >= 6 ? part : 0)
      let allotment = Allotment(amps: amps, fallbackAmps: amps, at: now)
      held[connector.id]?.allotment = allotment
      control.restore(connector.id, allotment)
    }
  }

  /// One round, and what the network makes of it.
  mutating func tick(seconds: Int64 = 1) {
    now = now.advanced(byMilliseconds: seconds * 1000)
    deliver()
    for order in control.round(connectors.shuffled(using: &dice), limits.shuffled(using: &dice), at: now) {
      orders.append(order)
      let delay = Int64.random(in: 0...Int64(slowness), using: &dice)
      underway.append((order, now.advanced(byMilliseconds: delay * 1000), !dice.chance(silent)))
    }
    deliver()
  }

  private mutating func deliver() {
    let arrived = underway.filter { $0.arrives <= now }
    underway.removeAll { $0.arrives <= now }
    for (order, _, answers) in arrived {
      let id = order.id
      guard connectors.contains(where: { $0.id == id && $0.isReachable }) else {
        control.unanswered(id, at: now)
        continue
      }
      let takes = answers ? !dice.chance(refused) : dice.chance(50)
      if takes { held[id]?.allotment = order.allotment }
      if !answers {
        control.unanswered(id, at: now)
      } else if takes {
        control.accepted(id, at: now)
      } else {
        control.refused(id, at: now)
      }
    }
  }

  mutating func connect(_ index: Int, _ isReachable: Bool) {
    let id = connectors[index].id
    guard connectors[index].isReachable != isReachable else { return }
    connectors[index].isReachable = isReachable
    if isReachable {
      control.connected(id)
    } else {
      for (order, _, _) in underway where order.id == id {
        if dice.chance(50) { held[id]?.allotment = order.allotment }
        control.unanswered(id, at: now)
      }
      underway.removeAll { $0.order.id == id }
    }
  }

  mutating func park(_ index: Int, _ status: String, charging: Bool) {
    connectors[index].signs = ConnectorSigns(
      status: status, statusSince: now, transactionSince: charging ? now : nil)
  }

  /// The worst moment from now on, if this appliance died now: amperes over a limit, or nil.
  func excess() -> String? {
    let times = [now] + held.values.compactMap(\.changesAt).filter { $0 > now }
    for limit in limits {
      let profiles = limit.members.compactMap { held[$0] }
      for time in times {
        let sum = profiles.reduce(0) { $0 + $1.amps(at: time) }
        if sum > limit.amps {
          let parts = limit.members.sorted().map { "\($0.chargePoint) \(held[$0]?.amps(at: time) ?? 0)" }
          return "\(sum) A of \(limit.amps) in \(time.milliseconds(since: now) / 1000) s: \(parts)"
        }
      }
    }
    return nil
  }

  func share(_ number: Int) -> Int { control.shares[ConnectorID("CP\(number)", 1)]?.amps ?? -1 }
  func drawable(_ number: Int) -> Int { held[ConnectorID("CP\(number)", 1)]?.amps(at: now) ?? -1 }
}
