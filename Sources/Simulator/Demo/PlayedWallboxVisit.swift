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
    case .power: tell("Charging", at: instant)
    case .full: tell("SuspendedEV", at: instant)
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
      // Without a connection the wallbox trusts the card, and the server decides later (OCPP 1.6, 3.4.1).
      if let verdict, verdict != .accepted { leave() }
      play()
    }
  }

  private func start(at instant: Instant) {
    guard let charge = visit?.charge else { return }
    let transaction = chargePoint.start(
      StartTransaction.Request(
        connectorId: 1, idTag: charge.idTag, meterStart: WireEnergy(wattHours: register / 3600),
        timestamp: WireTime(instant)))
    transaction.onConfirmed = { [weak self] confirmation in
      guard let self, confirmation.idTagInfo.status != .accepted, visit?.transaction != nil else { return }
      stop(at: time.now(), reason: "DeAuthorized")
      leave()
      play()
    }
    visit?.transaction = transaction
    visit?.registerAtStart = register
    visit?.lastSampleAt = instant
    tell(charge.curve.watts(at: 0) > 0 ? "Charging" : "SuspendedEVSE", at: instant)
  }

  /// Ends the transaction that runs, if one does.
  func stop(at instant: Instant, reason: String) {
    guard let visit, let transaction = visit.transaction else { return }
    register = visit.registerAtStart + visit.wattSeconds(at: instant)
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
    tell(isOperative ? "Available" : "Unavailable", at: instant)
  }

  func sample(at instant: Instant, context: String) {
    guard let visit, let transaction = visit.transaction else { return }
    self.visit?.lastSampleAt = instant
    let measurement = Measurement(
      at: instant, register: visit.registerAtStart + visit.wattSeconds(at: instant),
      watts: visit.watts(at: instant), context: context)
    chargePoint.sample([measurement.meterValue(wallbox.style)], of: transaction)
  }
}
