import Domain
package import Net

/// The wallboxes of the demo's house, all of them, over real sockets.
@NetworkLoop
package final class DemoWorld {
  private let plan: DemoPlan
  private let time: SiteTime
  private let wallboxes: [PlayedWallbox]
  private let newWallbox: PlayedWallbox
  private var timer: LoopTimer?

  /// - Parameters:
  ///   - address: the server's OCPP address, `ws://HOST:PORT/ocpp`.
  ///   - onProblem: called with everything the server should not have done.
  package init(
    plan: DemoPlan, address: String, time: SiteTime,
    onProblem: @escaping @NetworkLoop (WallboxProblem) -> Void
  ) {
    self.plan = plan
    self.time = time
    let ids = TransactionIDs()
    var timing = WallboxTiming()
    // In fast motion a second is half a day.
    timing.firstBackOffMs = 200
    timing.longestBackOffMs = 5_000
    timing.bootRetryMs = 10_000
    timing.heartbeatMs = 2_000
    func played(
      _ wallbox: DemoWallbox, _ planner: @escaping @Sendable (Instant) -> ChargePlanner
    ) -> PlayedWallbox {
      let played = PlayedWallbox(
        wallbox, url: "\(address)/\(wallbox.id)", time: time, timing: timing, transactionIDs: ids,
        planner: planner)
      played.chargePoint.onProblem = onProblem
      return played
    }
    wallboxes = plan.house.wallboxes.enumerated().map { index, wallbox in
      played(wallbox) { _ in plan.planner(forBay: index) }
    }
    newWallbox = played(plan.house.newWallbox) { plan.plannerForNewWallbox(from: $0) }
  }

  /// Power for the house. The new wallbox gets its own when the present is reached.
  package func switchOn() {
    for wallbox in wallboxes { wallbox.switchOn() }
    switchOnNewWallboxLater()
  }

  package func switchOff() {
    timer?.cancel()
    for wallbox in wallboxes + [newWallbox] { wallbox.switchOff() }
  }

  /// Messages that have not been answered yet, of all wallboxes.
  package var unanswered: Int { wallboxes.reduce(0) { $0 + $1.chargePoint.unanswered } }

  private func switchOnNewWallboxLater() {
    guard time.now() < plan.present else { return newWallbox.switchOn() }
    timer = NetworkLoop.after(milliseconds: time.milliseconds(until: plan.present)) { [weak self] in
      self?.switchOnNewWallboxLater()
    }
  }
}
