package import Domain
import Formats
import Net
import Storage

/// A start from afar that the wallbox agreed to and that has not begun: it waits for the car.
package struct PendingStart: Sendable, Equatable {
  let number: Int
  package let idTag: String
  /// The card's label; nil: the card is not registered.
  package let label: String?
  package let tenantKey: Int64?
  /// Nil: any.
  package let connector: Int?
  package let requestedAt: Instant
  /// Twice what the wallbox waits for the car (OCPP 1.6, 9.1.4 ConnectionTimeOut).
  let expiresAt: Instant
  /// The wallbox said that it will.
  package internal(set) var isAccepted = false
  /// Nothing came; shown for a while, because somebody stands there.
  package internal(set) var isExpired = false

  static let usualTimeOutSeconds = 60
  /// How long one that expired is shown.
  static let shownMs: Int64 = 300_000

  func isFor(_ connector: Int) -> Bool { self.connector == nil || self.connector == connector }
}

extension LiveChargePoint {
  /// What a connector waits for, or has waited for in vain: the last start asked for.
  package func remoteStart(at connector: Int) -> PendingStart? {
    pendingStarts.last { $0.isAccepted && $0.isFor(connector) }
  }

  /// The starts that the next one on a connector may be the answer to, those of this connector first.
  func pendingStarts(at connector: Int, now: Instant) -> [PendingStart] {
    guard !pendingStarts.isEmpty else { return [] }
    let waiting = pendingStarts.filter { $0.isFor(connector) && now < $0.expiresAt }
    return waiting.filter { $0.connector != nil } + waiting.filter { $0.connector == nil }
  }
}

extension ChargingSite {
  /// A start is about to be asked for; nil: it is another operation. It counts from now, because the charge
  /// may begin before the wallbox's answer is looked at.
  func expectStart(_ action: String, _ payload: JSONValue, at live: LiveChargePoint) async -> Int? {
    guard action == "RemoteStartTransaction", let idTag = payload["idTag"]?.stringValue else { return nil }
    let (key, requestedAt) = (live.record.key, now())
    var (tag, seconds): (IdTag?, Int?) = (nil, nil)
    do {
      (tag, seconds) = try await reader.read { file in
        (
          try file.idTag(canonical: IdTag.canonical(idTag)), try file.connectionTimeOut(chargePointKey: key)
        )
      }
    } catch {
      report(error, while: "looking up a card that is to start a charge")
    }
    let timeOut = seconds.map { $0 > 0 ? $0 : PendingStart.usualTimeOutSeconds }
    startsExpected += 1
    let pending = PendingStart(
      number: startsExpected, idTag: idTag, label: tag?.label, tenantKey: tag?.tenantKey,
      connector: payload["connectorId"]?.integerValue.flatMap { Int(exactly: $0) }, requestedAt: requestedAt,
      expiresAt: requestedAt.advanced(
        byMilliseconds: 2000 * Int64(min(timeOut ?? PendingStart.usualTimeOutSeconds, 86_400))))
    // Whoever asks again for the same place means the new one.
    live.pendingStarts.removeAll { $0.connector == pending.connector }
    live.pendingStarts.append(pending)
    return pending.number
  }

  /// The wallbox has answered, or did not.
  func noteStartAnswer(
    _ number: Int, _ result: Result<OperationOutcome, SiteError>, at live: LiveChargePoint
  ) {
    guard let index = live.pendingStarts.firstIndex(where: { $0.number == number }) else { return }
    if case .success(.answered(let payload)) = result, payload["status"] == "Accepted" {
      live.pendingStarts[index].isAccepted = true
      expecting.insert(live.record.id)
    } else {
      live.pendingStarts.remove(at: index)
    }
    noteConnectors(of: live)
  }

  /// A charge has begun on a connector: what waited there, and was not for another card, waits no more.
  func noteStart(on connector: Int, answering number: Int?, at live: LiveChargePoint) {
    guard !live.pendingStarts.isEmpty else { return }
    live.pendingStarts.removeAll { $0.number == number || $0.connector == connector }
    noteConnectors(of: live)
  }

  /// Shows what expired, and takes it away after a while.
  func countPendingStarts() {
    guard !expecting.isEmpty else { return }
    let now = now()
    for id in expecting {
      guard let live = board.chargePoint(id: id), !live.pendingStarts.isEmpty else {
        expecting.remove(id)
        continue
      }
      let before = live.pendingStarts
      live.pendingStarts.removeAll { now.milliseconds(since: $0.expiresAt) >= PendingStart.shownMs }
      for index in live.pendingStarts.indices where now >= live.pendingStarts[index].expiresAt {
        live.pendingStarts[index].isExpired = true
      }
      if live.pendingStarts != before { noteConnectors(of: live) }
    }
  }

  private func noteConnectors(of live: LiveChargePoint) {
    for connector in live.connectors { events.note(.connector(live.record.id, connector.connector)) }
  }
}
