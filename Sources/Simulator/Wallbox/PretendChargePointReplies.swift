import Domain
import Net
import OCPP

extension PretendChargePoint {
  /// A CALLRESULT: checked, believed, and the next message goes out.
  func confirmed(_ id: MessageID, _ payload: UnsafeRawBufferPointer) {
    guard let message = expected(id) else { return }
    do throws(PayloadError) {
      try take(payload, for: message.call)
    } catch {
      report(.malformed, "\(message.call.action.name): \(error.path) \(error.reason)")
      again(message)
    }
    sendNext()
  }

  /// A CALLERROR.
  func refused(_ id: MessageID, _ text: String) {
    guard let message = expected(id) else { return }
    report(.callError, "\(message.call.action.name): \(text)")
    again(message)
    sendNext()
  }

  private func expected(_ id: MessageID) -> CallQueue.InFlight? {
    guard queue.inFlight?.id == id else {
      report(.unexpectedReply, id.json)
      return nil
    }
    return queue.settle()
  }

  private func take(_ payload: UnsafeRawBufferPointer, for call: WallboxCall) throws(PayloadError) {
    switch call {
    case .boot: registered(try BootNotification.Confirmation(reading: payload))
    case .heartbeat: _ = try Heartbeat.Confirmation(reading: payload)
    case .status, .sample, .notice: _ = try EmptyPayload(reading: payload)
    case .authorize(_, let answered):
      answered(try Authorize.Confirmation(reading: payload).idTagInfo)
    case .start(let transaction): started(transaction, try StartTransaction.Confirmation(reading: payload))
    case .stop(let transaction, _):
      _ = try StopTransaction.Confirmation(reading: payload)
      transaction.onStopped?()
      transaction.onStopped = nil
    }
  }

  private func registered(_ confirmation: BootNotification.Confirmation) {
    if confirmation.intervalSeconds > 0 { heartbeatMs = confirmation.intervalSeconds * 1000 }
    guard confirmation.status == .accepted else { return bootAgain() }
    let first = !isAccepted
    isAccepted = true
    if first { machine?.accepted() }
    announce()
  }

  private func bootAgain() {
    heartbeat?.cancel()
    heartbeat = NetworkLoop.after(milliseconds: timing.bootRetryMs ?? heartbeatMs) { [weak self] in
      guard let self, isConnected, !isAccepted else { return }
      sendBoot()
    }
  }

  /// Introduces itself before everything else that waits.
  func sendBoot() {
    if !queue.contains(.bootNotification) { queue.prepend(.boot) }
    sendNext()
  }

  private func started(_ transaction: PretendTransaction, _ confirmation: StartTransaction.Confirmation) {
    if !transactionIDs.insert(confirmation.transactionId) {
      report(.repeatedTransactionID, String(confirmation.transactionId))
    }
    transaction.confirm(confirmation)
  }

  /// What must arrive is tried again after a while, everything else is given up.
  private func again(_ message: CallQueue.InFlight) {
    switch message.call {
    case .boot: bootAgain()
    case .heartbeat, .status, .notice: break
    case .authorize(_, let answered): answered(nil)
    case .start, .sample, .stop:
      guard message.attempt < timing.attempts else {
        return report(.undelivered, "\(message.call.action.name) after \(message.attempt) attempts")
      }
      queue.putBack(message)
      waiter = NetworkLoop.after(milliseconds: timing.retryMs * message.attempt) { [weak self] in
        self?.waiter = nil
        self?.sendNext()
      }
    }
  }
}
