import Domain
import Net
import OCPP

// What the server asks for.
extension PlayedWallbox: PretendOperator {
  package func accepted() { begin() }

  /// At a reserved wallbox another card may turn out to be of the same group.
  package func mayStart(connector: Int?, idTag: String) -> Bool {
    guard isFree, (connector ?? 1) == 1 else { return false }
    guard let reservation = chargePoint.reservation else { return true }
    return reservation.parentIdTag != nil || reservation.admits(idTag, IdTagInfo(status: .accepted))
  }

  package func remoteStart(idTag: String) { if isFree { begin(unplanned: idTag) } }

  package func mayStop(transactionID: Int64) -> Bool {
    visit?.transaction?.confirmation?.transactionId == transactionID
  }

  package func remoteStop() { endVisit(reason: "Remote") }

  package func reset(hard: Bool) {
    endVisit(reason: hard ? "HardReset" : "SoftReset")
    NetworkLoop.after(milliseconds: hard ? 0 : 500) { [weak self] in
      self?.chargePoint.powerOff()
      NetworkLoop.after(milliseconds: 2_000) { self?.chargePoint.powerOn() }
    }
  }

  package func unlock(connector: Int) -> String {
    guard connector == 1 else { return "NotSupported" }
    NetworkLoop.after(milliseconds: 0) { [weak self] in self?.endVisit(reason: "UnlockCommand") }
    return "Unlocked"
  }

  package func changeAvailability(connector: Int, operative: Bool) -> String {
    guard connector == 0 || connector == 1 else { return "Rejected" }
    isOperative = operative
    guard visit == nil else { return operative ? "Accepted" : "Scheduled" }
    NetworkLoop.after(milliseconds: 0) { [weak self] in
      guard let self, visit == nil else { return }
      tell(idleStatus, at: time.now())
    }
    return "Accepted"
  }

  package func triggerMeterValues() -> Bool {
    guard visit?.transaction != nil else { return false }
    NetworkLoop.after(milliseconds: 0) { [weak self] in
      guard let self else { return }
      sample(at: time.now(), context: "Trigger")
    }
    return true
  }

  package func reservationChanged() { if obstacle == nil { tell(idleStatus, at: time.now()) } }

  package func limitsWillChange() { if visit?.transaction != nil { settle(at: time.now()) } }

  package func limitsChanged() {
    NetworkLoop.after(milliseconds: 0) { [weak self] in
      guard let self, visit?.transaction != nil else { return }
      powerChanges(at: time.now())
      play()
    }
  }

  private func endVisit(reason: String) {
    guard visit?.transaction != nil else { return }
    stop(at: time.now(), reason: reason)
    leave()
    play()
  }
}
