import Net
import OCPP

// What the server asks for.
extension PlayedWallbox: PretendOperator {
  package func accepted() { begin() }

  package func mayStart(connector: Int?) -> Bool { isFree && (connector ?? 1) == 1 }

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
      tell(isOperative ? "Available" : "Unavailable", at: time.now())
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

  private func endVisit(reason: String) {
    guard visit?.transaction != nil else { return }
    stop(at: time.now(), reason: reason)
    leave()
    play()
  }
}
