import Domain
import Net
import OCPP

// What happens during a visit.
extension PlayedWallbox {
  func perform(_ moment: PlannedCharge.Moment, at instant: Instant) {
    switch moment {
    case .plugIn: tell("Preparing", at: instant)
    case .showCard: showCard()
    case .start: start(at: instant)
    case .stop: stop(at: instant, reason: visit?.charge.stopReason ?? "Local")
    case .unplug: unplug(at: instant)
    case .networkLost: chargePoint.networkLost()
    case .networkBack: chargePoint.networkBack()
    }
  }

  private func showCard() {
    guard let idTag = visit?.charge.idTag else { return }
    visit?.waitsForVerdict = true
    chargePoint.authorize(idTag: idTag) { [weak self] verdict in
      guard let self, visit?.waitsForVerdict == true else { return }
      visit?.waitsForVerdict = false
      let info = verdict ?? chargePoint.offlineVerdict(on: idTag)
      let isKeptForOthers = chargePoint.reservation?.admits(idTag, info) == false
      if info.status != .accepted || isKeptForOthers { leave() }
      play()
    }
  }

  private func start(at instant: Instant) {
    guard let charge = visit?.charge else { return }
    let transaction = chargePoint.start(
      StartTransaction.Request(
        connectorId: 1, idTag: charge.idTag, meterStart: WireEnergy(wattHours: register / 3600),
        timestamp: WireTime(instant), reservationId: chargePoint.reservation.map { Int64($0.id) }))
    chargePoint.endReservation()
    transaction.onConfirmed = { [weak self] confirmation in
      guard let self, confirmation.idTagInfo.status != .accepted, visit?.transaction != nil else { return }
      stop(at: time.now(), reason: "DeAuthorized")
      leave()
      play()
    }
    visit?.transaction = transaction
    visit?.registerAtStart = register
    visit?.lastSampleAt = instant
    powerChanges(at: instant)
  }

  /// Ends the transaction that runs, if one does.
  func stop(at instant: Instant, reason: String) {
    settle(at: instant)
    guard let visit, let transaction = visit.transaction else { return }
    register = visit.registerAtStart + visit.car.wattSeconds
    chargePoint.stop(
      StopTransaction.Request(
        transactionId: -1, idTag: reason == "Local" ? visit.charge.idTag : nil,
        meterStop: WireEnergy(wattHours: register / 3600), timestamp: WireTime(instant), reason: reason),
      of: transaction)
    self.visit?.transaction = nil
    tell("Finishing", at: instant)
  }

  /// Nothing of the visit comes any more but that the cable is pulled, a minute later.
  func leave() {
    visit?.moments = [(time.now().advanced(bySeconds: 60), .unplug)]
  }

  private func unplug(at instant: Instant) {
    tell(idleStatus, at: instant)
  }

  func sample(at instant: Instant, context: String) {
    settle(at: instant)
    guard let visit, let transaction = visit.transaction else { return }
    self.visit?.lastSampleAt = instant
    let limit = chargePoint.limit(at: instant)
    let measurement = Measurement(
      at: instant, register: visit.registerAtStart + visit.car.wattSeconds,
      watts: min(visit.car.wantedWatts, limit.usableWatts), offered: limit, context: context)
    let measurands = chargePoint.configured("MeterValuesSampledData") ?? wallbox.measurands
    chargePoint.sample([measurement.meterValue(wallbox.style, measurands)], of: transaction)
  }

  /// Lets the car draw until `instant` what it may.
  func settle(at instant: Instant) {
    guard visit?.transaction != nil else { return }
    visit?.settle(at: instant, on: chargePoint)
  }

  /// The car wants, or may draw, another power from now on.
  func powerChanges(at instant: Instant) {
    settle(at: instant)
    guard let visit else { return }
    let status = visit.status(allowing: chargePoint.limit(at: instant).usableWatts)
    guard status != visit.status else { return }
    self.visit?.status = status
    tell(status, at: instant)
  }
}
