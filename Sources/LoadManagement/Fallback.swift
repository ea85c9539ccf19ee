/// What is left to each connector when the appliance is dead: an equal part of each of its limits, the
/// smallest of them; nothing where that is less than a car can use.
enum Fallback {
  struct Connector {
    let maxAmps: Int
    let mayBePaused: Bool
    /// Of one that cannot be told now: what it comes to by itself.
    let fixedAmps: Int?
  }

  static func amps(
    _ connectors: [ConnectorID: Connector], _ limits: [CurrentLimit]
  ) -> [ConnectorID: Int] {
    var result = connectors.mapValues { $0.fixedAmps ?? $0.maxAmps }
    for limit in limits {
      let part = part(of: limit, connectors)
      for id in limit.members where connectors[id].map({ $0.fixedAmps == nil }) ?? false {
        result[id] = min(result[id] ?? 0, part)
      }
    }
    for (id, connector) in connectors where connector.fixedAmps == nil {
      // One that cannot be paused keeps the minimum; that it fits everywhere is checked when it is set.
      if result[id] ?? 0 < minimumAmps { result[id] = connector.mayBePaused ? 0 : minimumAmps }
    }
    return result
  }

  /// Never more than the plain part, so that it does not change with every wallbox that comes or goes.
  private static func part(of limit: CurrentLimit, _ connectors: [ConnectorID: Connector]) -> Int {
    let members = limit.members.compactMap { connectors[$0] }
    let fixed = members.compactMap(\.fixedAmps)
    guard fixed.count < members.count else { return 0 }
    let left = max(0, limit.amps - fixed.reduce(0, +))
    return min(limit.amps / members.count, left / (members.count - fixed.count))
  }
}
