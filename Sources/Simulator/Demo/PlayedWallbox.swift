package import Domain
package import Net
import OCPP

/// Plays the plan of one wallbox over a real socket, and does what the server asks of it in between.
@NetworkLoop
package final class PlayedWallbox {
  package let wallbox: DemoWallbox
  package let chargePoint: PretendChargePoint
  let time: SiteTime
  private let makePlanner: @Sendable (Instant) -> ChargePlanner
  /// Made when the server accepts the wallbox for the first time.
  private var planner: ChargePlanner?
  private var upcoming: PlannedEvent?
  /// Something unplanned happened: charges that would have begun by now are left out.
  private var isDisturbed = false
  private var timer: LoopTimer?
  private var faultEnds: Instant?
  private var isGone = false
  var visit: Visit?
  /// In watt-seconds.
  var register: Int64
  var isOperative = true

  /// - Parameters:
  ///   - url: of the server, with the wallbox's id at its end.
  ///   - planner: the wallbox's life, from the instant at which it is accepted.
  package init(
    _ wallbox: DemoWallbox, url: String, time: SiteTime, timing: WallboxTiming,
    transactionIDs: TransactionIDs,
    planner: @escaping @Sendable (Instant) -> ChargePlanner
  ) {
    self.wallbox = wallbox
    self.time = time
    makePlanner = planner
    register = wallbox.registerWh * 3600
    let identity = WallboxIdentity(
      id: wallbox.id, vendor: wallbox.vendor, model: wallbox.model, serialNumber: wallbox.id,
      firmwareVersion: wallbox.firmware, supply: wallbox.supply, measurands: wallbox.measurands)
    chargePoint = PretendChargePoint(
      identity: identity, url: url, timing: timing, time: time, transactionIDs: transactionIDs)
    chargePoint.machine = self
  }

  /// Power on, for the first time.
  package func switchOn() {
    tell("Available", at: time.now())
    chargePoint.powerOn()
  }

  /// The end of the demo.
  package func switchOff() {
    timer?.cancel()
    isGone = true
    chargePoint.powerOff()
  }

  func begin() {
    guard planner == nil else { return }
    planner = makePlanner(time.now())
    upcoming = planner?.next()
    play()
  }

  /// Does everything that is due, and sets the timer for what comes next.
  func play() {
    timer?.cancel()
    while !isGone, visit?.waitsForVerdict != true, let due = nextDue {
      let now = time.now()
      guard due <= now else {
        timer = NetworkLoop.after(milliseconds: time.milliseconds(until: due)) { [weak self] in self?.play() }
        return
      }
      perform(at: due)
    }
  }

  private var nextDue: Instant? {
    if let visit {
      return [visit.moments.first?.at, nextSample(of: visit), nextPowerChange(of: visit)]
        .compactMap { $0 }.min()
    }
    return faultEnds ?? upcoming?.from
  }

  private func perform(at due: Instant) {
    if let visit {
      if let next = visit.moments.first, next.at <= due {
        self.visit?.moments.removeFirst()
        perform(next.moment, at: next.at)
        // Not when the car leaves: the network may still have to come back.
        if self.visit?.moments.isEmpty == true { self.visit = nil }
      } else if let change = nextPowerChange(of: visit), change <= due {
        powerChanges(at: due)
      } else {
        sample(at: due, context: "Sample.Periodic")
      }
    } else if faultEnds != nil {
      faultEnds = nil
      tell(idleStatus, at: due)
    } else if let event = upcoming {
      upcoming = planner?.next()
      begin(event, at: due)
    }
  }

  private func begin(_ event: PlannedEvent, at due: Instant) {
    switch event {
    case .charge(let charge):
      let isStale = isDisturbed && charge.pluggedInAt < time.now().advanced(bySeconds: -600)
      if isOperative, !isStale { visit = Visit(charge) }
      if !isStale { isDisturbed = false }
    case .strangeCard(let idTag, let from, let to):
      if isOperative { visit = Visit(strangeCard: idTag, from: from, to: to) }
    case .fault(let errorCode, let info, _, let to):
      faultEnds = to
      tell("Faulted", errorCode: errorCode, info: info, at: due)
    case .gone:
      isGone = true
      chargePoint.powerOff()
    }
  }

  /// A charge that nobody had planned.
  func begin(unplanned idTag: String) {
    guard let charge = planner?.charge(now: time.now(), idTag: idTag) else { return }
    planner?.keepFree(until: charge.unpluggedAt)
    isDisturbed = true
    visit = Visit(charge)
    play()
  }

  /// Whether somebody could plug in and charge now.
  var isFree: Bool { visit == nil && faultEnds == nil && isOperative && !isGone && planner != nil }

  /// What keeps a car from charging now, in the words of ReserveNow's confirmation.
  package var obstacle: String? {
    if isGone || !isOperative { return "Unavailable" }
    if faultEnds != nil { return "Faulted" }
    return visit == nil ? nil : "Occupied"
  }

  /// The state of the connector while no car stands there.
  var idleStatus: String {
    guard isOperative else { return "Unavailable" }
    return chargePoint.reservation == nil ? "Available" : "Reserved"
  }

  func tell(_ status: String, errorCode: String = "NoError", info: String? = nil, at instant: Instant) {
    var request = StatusNotification.Request(connectorId: 1, status: status, errorCode: errorCode)
    request.info = info
    request.timestamp = WireTime(instant)
    chargePoint.tell(request)
  }

  private func nextPowerChange(of visit: Visit) -> Instant? {
    visit.transaction == nil ? nil : visit.powerChange(on: chargePoint)
  }

  /// Often enough to see amounts move, and not more.
  private func nextSample(of visit: Visit) -> Instant? {
    guard visit.transaction != nil else { return nil }
    let isCharging = visit.status == "Charging"
    let configured = chargePoint.configured("MeterValueSampleInterval").flatMap { Int64($0) } ?? 60
    guard configured > 0 else { return nil }
    let seconds = time.isFastMotion ? (isCharging ? 900 : 3_600) : (isCharging ? configured : 600)
    return visit.lastSampleAt.advanced(bySeconds: seconds)
  }
}
