package import Domain
import Formats
import Net
import Storage

/// What a person may change of a wallbox; nil members stay as they are.
package struct ChargePointChange: Sendable {
  package var name: String?
  package var state: ChargePointState?
  package var credential: ChargePoint.Credential?
  package var acceptsNoSubprotocol: Bool?
  package init() {}
}

extension ChargingSite {
  /// Adds a wallbox before it was ever seen.
  ///
  /// - Throws: `conflict` when there is one with this id, `invalid`, `disk`.
  package func createChargePoint(
    id: String, name: String?, credential: ChargePoint.Credential?, state: ChargePointState
  ) async throws(SiteError) {
    guard Address.isID(id) else {
      throw .invalid(path: "id", reason: "must have 1 to 255 characters, none of them a slash or invisible")
    }
    guard board.chargePoint(id: id) == nil else {
      throw .conflict("There is a wallbox with the id \(id) already.")
    }
    let at = now()
    let record = try await onDisk { file in
      try file.insertChargePoint(id: id, name: name ?? id, state: state, credential: credential, at: at)
    }
    board.add(LiveChargePoint(record: record))
    events.note(.chargePoint(id))
  }

  /// Changes what the manager decides. Accepting or blocking takes effect at once.
  package func updateChargePoint(_ id: String, _ change: ChargePointChange) async throws(SiteError) {
    guard let live = board.chargePoint(id: id) else { throw .unknownChargePoint }
    var record = live.record
    if let name = change.name { record.name = name }
    if let state = change.state { record.state = state }
    if let credential = change.credential {
      record.credential = credential
      record.nextCredential = nil
    }
    if let accepts = change.acceptsNoSubprotocol { record.acceptsNoSubprotocol = accepts }
    let wasPending = live.record.state == .pending
    try await keep(record, of: live)
    switch record.state {
    case .accepted where wasPending: welcome(live)
    case .blocked: live.link?.close(reason: "blocked by the manager")
    default: break
    }
  }

  /// Takes a wallbox out of all lists and ends its connection; its charges stay.
  package func archiveChargePoint(_ id: String) async throws(SiteError) {
    guard let live = board.chargePoint(id: id) else { throw .unknownChargePoint }
    let (key, at) = (live.record.key, now())
    _ = try await onDisk { file in try file.archiveChargePoint(key: key, at: at) }
    board.remove(id: id)
    live.link?.close(reason: "removed by the manager")
    events.note(.chargePoint(id))
  }

  /// Writes a changed record and shows it.
  func keep(_ record: ChargePoint, of live: LiveChargePoint) async throws(SiteError) {
    try await onDisk { file in try file.updateChargePoint(record) }
    live.record.name = record.name
    live.record.state = record.state
    live.record.credential = record.credential
    live.record.nextCredential = record.nextCredential
    live.record.acceptsNoSubprotocol = record.acceptsNoSubprotocol
    events.note(.chargePoint(record.id))
    for connector in live.connectors { events.note(.connector(record.id, connector.connector)) }
  }

  /// A wallbox that waited may take part now. It learns so from the answer to its next BootNotification,
  /// which it is asked for; one that does not understand asks again by itself.
  private func welcome(_ live: LiveChargePoint) {
    guard let link = live.link else { return }
    link.lift(maxMessageBytes: limits.messageBytes)
    guard link.booted else { return }
    let timeoutMs = limits.callTimeoutMs
    Task { @NetworkLoop in
      do {
        _ = try await link.calls.call(
          "TriggerMessage", ["requestedMessage": "BootNotification"], timeoutMs: timeoutMs)
      } catch {
        self.report(error, while: "asking an accepted wallbox to boot")
      }
    }
  }
}
