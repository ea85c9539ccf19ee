package import Domain
import Formats
import Net
import Storage

/// What a person may change of a wallbox; nil members stay as they are.
package struct ChargePointChange: Sendable {
  package var name: String?
  package var state: ChargePointState?
  package var password: [UInt8]?
  /// What to do with the settings as they are now.
  package var settings: (@Sendable (inout ChargePointSettings) -> Void)?
  package init() {}
}

extension ChargingSite {
  /// Adds a wallbox before it was ever seen.
  ///
  /// - Throws: `conflict` when there is one with this id, `invalid`, `disk`.
  package func createChargePoint(
    id: String, name: String?, password: [UInt8]?, state: ChargePointState,
    also note: Alongside? = nil
  ) async throws(SiteError) {
    guard Address.isID(id) else {
      throw .invalid(
        path: "id",
        reason: Wording(
          "charge-point-id", "must have 1 to 255 characters, none of them a slash or invisible"))
    }
    guard board.chargePoint(id: id) == nil else {
      throw .conflict(
        Wording("charge-point-exists", "There is a wallbox with the id {id} already.", ["id": id]))
    }
    let at = now()
    let credential = password.map(ChargePoint.Credential.of)
    let record = try await onDisk { file in
      var record = try file.insertChargePoint(
        id: id, name: name ?? id, state: state, credential: credential, at: at)
      record.passwordBytes = password?.count
      try file.updateChargePoint(record)
      try note?(file)
      return record
    }
    board.add(LiveChargePoint(record: record))
    events.note(.chargePoint(id))
  }

  /// Changes what the manager decides. Accepting or blocking takes effect at once.
  package func updateChargePoint(
    _ id: String, _ change: ChargePointChange, also note: Alongside? = nil
  ) async throws(SiteError) {
    guard let live = board.chargePoint(id: id) else { throw .unknownChargePoint }
    let wasPending = live.record.state == .pending
    var next = live.record.settings
    change.settings?(&next)
    if !next.mayBePaused, live.record.settings.mayBePaused {
      try checkThatAllFit(in: sharedLimits, path: "may_be_paused") {
        $0 === live ? false : $0.record.settings.mayBePaused
      }
    }
    if change.state == .accepted, live.record.state != .accepted, !next.mayBePaused {
      try checkThatAllFit(in: limits(with: live), path: "state") {
        $0 === live ? false : $0.record.settings.mayBePaused
      }
    }
    let credential = change.password.map(ChargePoint.Credential.of)
    let oldName = live.record.name
    let isOtherUnit = next.energyCorrection != live.record.settings.energyCorrection
    try await self.change(live, doubting: isOtherUnit ? .samplesDisagree : nil, also: note) { record in
      if let name = change.name { record.name = name }
      if let state = change.state { record.state = state }
      if let credential {
        record.credential = credential
        record.nextCredential = nil
        record.passwordBytes = change.password?.count
      }
      let clock = record.settings.clock
      change.settings?(&record.settings)
      // What was learnt stands until a person says something else.
      if record.settings.clock != clock { record.stampsAreLocal = false }
    }
    if live.record.name != oldName { try await renameBays(of: live, from: oldName) }
    switch live.record.state {
    case .accepted where wasPending: welcome(live)
    case .blocked: live.link?.close(reason: "blocked by the manager")
    default: break
    }
  }

  /// Takes a wallbox out of all lists and ends its connection. Its charges stay; one that still runs ends at
  /// its last reading and waits for a person.
  package func archiveChargePoint(_ id: String, also note: Alongside? = nil) async throws(SiteError) {
    guard let live = board.chargePoint(id: id) else { throw .unknownChargePoint }
    let (key, at) = (live.record.key, now())
    let (ended, lines) = try await onDisk { file in
      let open = try file.openTransactions(chargePointKey: key)
      let lines = try open.map { transaction in
        try Estimate(transaction: transaction, reason: .superseded, until: at, receivedAt: at).end(in: file)
      }
      _ = try file.archiveChargePoint(key: key, at: at)
      try file.leaveBays(chargePointKey: key, at: at)
      try note?(file)
      return (open.map(\.id), lines)
    }
    board.remove(id: id)
    load.forget(id)
    live.link?.close(reason: "removed by the manager")
    events.note(.chargePoint(id))
    for id in ended { events.note(.transaction(id)) }
    for key in lines { events.note(.toCheck(key)) }
  }

  /// Lets go of a wallbox that nobody accepted; what it sent, if anything, stays.
  func forgetChargePoint(_ id: String) async throws(SiteError) {
    guard let live = board.chargePoint(id: id) else { throw .unknownChargePoint }
    let key = live.record.key
    guard try await onDisk({ file in try file.forgetChargePoint(key: key) }) else {
      return try await archiveChargePoint(id)
    }
    live.messages.end()
    board.remove(id: id)
    load.forget(id)
    events.note(.chargePoint(id))
  }

  /// Changes a record, in the file and then on the board: each time what is there, so that two changes at
  /// once do not undo each other. `doubting`: what is said of the charges that run meanwhile.
  func change(
    _ live: LiveChargePoint, doubting doubt: Flag? = nil, also note: Alongside? = nil,
    _ body: @escaping @Sendable (inout ChargePoint) -> Void
  ) async throws(SiteError) {
    let (key, id, at) = (live.record.key, live.record.id, now())
    let lines = try await onDisk { file -> [Int64] in
      guard var record = try file.chargePoint(key: key) else { throw SiteError.unknownChargePoint }
      body(&record)
      try file.updateChargePoint(record)
      try note?(file)
      guard let doubt else { return [] }
      return try file.openTransactions(chargePointKey: key).map { open in
        try file.addFlag(doubt, transactionID: open.id, at: at)
        return try ToCheckNote(flag: doubt, of: open, chargePointID: id).write(to: file, at: at)
      }
    }
    body(&live.record)
    for line in lines { events.note(.toCheck(line)) }
    events.note(.chargePoint(id))
    for connector in live.connectors { events.note(.connector(id, connector.connector)) }
  }

  /// Short, because whatever the manager asks next waits behind it.
  private static let welcomeTimeoutMs = 3_000

  /// A wallbox that waited may take part now. It learns so from the answer to its next BootNotification,
  /// which it is asked for; one that does not understand asks again by itself.
  private func welcome(_ live: LiveChargePoint) {
    guard let link = live.link else { return }
    link.lift(maxMessageBytes: limits.messageBytes)
    upkeep.look(at: live, inSeconds: Self.settleSeconds)
    guard link.introduction == .booted else { return }
    let timeoutMs = Self.welcomeTimeoutMs
    Task { @NetworkLoop in
      do {
        _ = try await link.calls.call(
          "TriggerMessage", ["requestedMessage": "BootNotification"], timeoutMs: timeoutMs,
          isOwn: true)
      } catch {
        self.report(error, while: "asking an accepted wallbox to boot")
      }
    }
  }
}
