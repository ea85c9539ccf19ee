package import Domain
package import LoadManagement
import Net
package import Storage

/// How it stands with shared limits, for the page.
package struct LoadView: Sendable {
  package struct Group: Sendable {
    package let group: LoadGroup
    package let allottedA: Int
  }

  package struct Connector: Sendable {
    package let id: ConnectorID
    package let groupID: String?
    package let maxA: Int
    package let phases: Int
    package let state: LoadState
    /// Nil: under no limit.
    package let fallbackA: Int?
    package let allottedA: Int?
    package let measuredMilliamps: Int?
    package let waitingSince: Instant?
    package let turnAt: Instant?
  }

  package let siteLimitA: Int?
  package let siteAllottedA: Int
  package let groups: [Group]
  package let connectors: [Connector]
}

extension ChargingSite {
  /// A measurement that is older says nothing of now.
  private static let shownMs: Int64 = 10 * 60_000

  package var loadView: LoadView {
    let all = board.chargePoints.filter { $0.record.state == .accepted }.flatMap { live in
      live.connectors.map { view(of: $0, at: live) }
    }
    let groups = load.groups.values.sorted { ($0.name, $0.key) < ($1.name, $1.key) }
    return LoadView(
      siteLimitA: settings.siteLimitA, siteAllottedA: all.reduce(0) { $0 + ($1.allottedA ?? 0) },
      groups: groups.map { group in
        LoadView.Group(
          group: group,
          allottedA: all.reduce(0) { $0 + ($1.groupID == group.id ? $1.allottedA ?? 0 : 0) })
      },
      connectors: all)
  }

  package func view(of connector: LiveConnector, at live: LiveChargePoint) -> LoadView.Connector {
    let (id, at) = (ConnectorID(live.record.id, connector.connector), now())
    let wiring = load.wiring(live, connector.connector)
    let share = load.control.shares[id]
    let measured = load.measured[id].flatMap {
      at.milliseconds(since: $0.at) <= Self.shownMs ? $0.milliamps : nil
    }
    return LoadView.Connector(
      id: id, groupID: wiring.groupKey.flatMap { load.groups[$0]?.id }, maxA: wiring.maxA,
      phases: wiring.phases, state: share?.state ?? .unmanaged, fallbackA: share?.fallbackAmps,
      allottedA: share?.amps, measuredMilliamps: measured, waitingSince: load.control.waitingSince(id),
      turnAt: turn(of: id, at: at))
  }

  /// Looked ahead once for all, and only when somebody asks.
  private func turn(of id: ConnectorID, at now: Instant) -> Instant? {
    guard load.control.waitingSince(id) != nil else { return nil }
    let turns = load.turns ?? load.control.turns(from: now)
    load.turns = turns
    return turns[id]
  }
}
