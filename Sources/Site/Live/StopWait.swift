import Domain
import Net
import Storage

/// A charge still runs, but its connector says that it is over: its StopTransaction may be on its way, or
/// wait in the wallbox's queue.
struct StopWait: Sendable {
  let transactionID: Int64
  /// When the charge was over at the latest, by the wallbox's clock or ours.
  var until: Instant
  /// How long the wallbox was connected since without telling the stop.
  var waitedMs: Int64 = 0
  var countedAt: Instant
  var isEnding = false

  /// What a status (OCPP 1.6, 4.9) says of a charge on its connector.
  enum Verdict {
    /// Nothing is plugged in any more.
    case over
    case goesOn
    /// Faults, pauses of service, and what comes before or after a charge: whatever was said before stands.
    /// Preparing after Available is the next car.
    case unclear

    init(status: String) {
      switch status {
      case "Available", "Reserved": self = .over
      case "Charging", "SuspendedEV", "SuspendedEVSE": self = .goesOn
      default: self = .unclear
      }
    }
  }
}

extension StopWait {
  /// As it stood when the program ended, from what is on disk; nil: nothing says that the charge is over.
  init?(
    restoring transaction: Transaction, status: ConnectorStatus, lastSeenAt: Instant?, at now: Instant,
    in file: ReadConnection
  ) throws {
    switch Verdict(status: status.status) {
    case .goesOn: return nil
    case .over: break
    case .unclear:
      let statuses = try file.transactionStatuses(transactionID: transaction.id)
      let told = statuses.map { Verdict(status: $0.status) }
      guard told.last(where: { $0 != .unclear }) == .over else { return nil }
    }
    let last = try file.lastRegisterReading(.transaction(transaction.id))
    let heard = try file.lastReadingReceivedAt(.transaction(transaction.id)) ?? transaction.startReceivedAt
    let since = max(status.receivedAt, transaction.startReceivedAt, heard)
    self.init(
      transactionID: transaction.id, until: max(status.latest, last?.at ?? status.latest), countedAt: now)
    waitedMs = max(0, (lastSeenAt ?? since).milliseconds(since: since))
  }
}

extension ConnectorStatus {
  /// Its time by the wallbox's clock or ours, whichever is later.
  var latest: Instant { max(at ?? receivedAt, receivedAt) }
}

/// One connector of one wallbox.
struct ConnectorPlace: Hashable {
  let chargePointID: String
  let connector: Int
}

extension ChargingSite {
  /// Begins or ends to wait for the stop of what runs on a connector, by what the connector says.
  func weighStatus(of number: Int, at live: LiveChargePoint) {
    guard let connector = live.connector(number), let status = connector.status,
      let transaction = connector.transaction
    else { return }
    let place = ConnectorPlace(chargePointID: live.record.id, connector: number)
    switch StopWait.Verdict(status: status.status) {
    case .over where stopWaits[place]?.transactionID != transaction.id:
      stopWaits[place] = StopWait(transactionID: transaction.id, until: status.latest, countedAt: now())
    case .goesOn: stopWaits[place] = nil
    case .over, .unclear: break
    }
  }

  /// The register rises: whatever the connector says, the charge goes on, and was not over before.
  func noteRise(on number: Int, until: Instant, at live: LiveChargePoint) {
    guard !stopWaits.isEmpty else { return }
    let place = ConnectorPlace(chargePointID: live.record.id, connector: number)
    guard var wait = stopWaits[place] else { return }
    wait.waitedMs = 0
    wait.until = max(wait.until, until)
    stopWaits[place] = wait
  }

  /// Ends what was waited for long enough. Time counts while the wallbox is connected: one that is not may
  /// have the stop in its queue.
  func countStopWaits() {
    guard !stopWaits.isEmpty else { return }
    let (now, limitMs) = (now(), Int64(settings.missingStopWaitMinutes) * 60_000)
    for (place, var wait) in stopWaits where !wait.isEnding {
      guard let live = board.chargePoint(id: place.chargePointID),
        live.connector(place.connector)?.transaction?.id == wait.transactionID
      else {
        stopWaits[place] = nil
        continue
      }
      if live.isOnline { wait.waitedMs += max(0, now.milliseconds(since: wait.countedAt)) }
      wait.countedAt = now
      wait.isEnding = wait.waitedMs >= limitMs
      stopWaits[place] = wait
      guard wait.isEnding else { continue }
      endOpen(MissingStop(live, connector: place.connector, until: wait.until, at: now), at: live) {
        self.stopWaits[place] = nil
      }
    }
  }

  /// Ends what runs at wallboxes that have been gone for days. After a start of the program they first get
  /// the time to come back.
  func endSilent() {
    let now = now()
    let silentMs = Int64(limits.silentDays) * 86_400_000
    guard now.milliseconds(since: openedAt) >= Int64(settings.missingStopWaitMinutes) * 60_000 else { return }
    for live in board.all where !live.isOnline && !live.isEndingSilent {
      let seen = live.lastSeenAt ?? live.record.firstSeenAt
      guard now.milliseconds(since: seen) >= silentMs,
        live.connectors.contains(where: { $0.transaction != nil })
      else { continue }
      live.isEndingSilent = true
      endOpen(MissingStop(live, connector: nil, until: now, at: now), at: live) {
        live.isEndingSilent = false
      }
    }
  }

  private func endOpen(
    _ missing: MissingStop, at live: LiveChargePoint, then done: @escaping @NetworkLoop @Sendable () -> Void
  ) {
    store.submit({ file in
      let ended = try missing.end(in: file)
      return {
        NetworkLoop.run {
          self.showEnded(ended, at: live)
          done()
        }
      }
    }) { error in
      NetworkLoop.run {
        self.report(error, while: "ending a charge whose stop is missing")
        done()
      }
    }
  }

  /// Takes charges that were ended by an estimate off the board.
  private func showEnded(_ ended: MissingStop.Ended, at live: LiveChargePoint) {
    for id in ended.ids {
      events.note(.transaction(id))
      guard let running = live.connector(running: id), let charge = running.transaction else { continue }
      let connector = running.connector
      budgets.touch(charge.budgetKeys)
      live.change(connector) { connector in
        connector.transaction = nil
        connector.powerW = nil
      }
      events.note(.connector(live.record.id, connector))
    }
    for key in ended.lines { events.note(.toCheck(key)) }
  }
}
