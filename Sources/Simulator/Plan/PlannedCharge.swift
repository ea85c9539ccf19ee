package import Domain

/// One visit of a car: who comes when, and how the power goes. All of it is known beforehand.
package struct PlannedCharge: Sendable, Equatable {
  /// The card that is shown.
  package var idTag: String
  package var pluggedInAt: Instant
  /// When the card is shown.
  package var cardAt: Instant
  /// OCPP's start and stop of the transaction.
  package var startAt: Instant
  package var curve: PowerCurve
  package var unpluggedAt: Instant
  /// OCPP 1.6, 7.36 Reason.
  package var stopReason: String
  /// The wallbox has no network in this part of the charge and delivers afterwards.
  package var offline: ClosedInterval?

  /// From an instant to a later one.
  package struct ClosedInterval: Sendable, Equatable {
    package var from: Instant
    package var to: Instant
    package init(from: Instant, to: Instant) {
      self.from = from
      self.to = to
    }
  }

  package init(
    idTag: String, pluggedInAt: Instant, cardAt: Instant, startAt: Instant, curve: PowerCurve,
    unpluggedAt: Instant, stopReason: String, offline: ClosedInterval? = nil
  ) {
    self.idTag = idTag
    self.pluggedInAt = pluggedInAt
    self.cardAt = cardAt
    self.startAt = startAt
    self.curve = curve
    self.unpluggedAt = unpluggedAt
    self.stopReason = stopReason
    self.offline = offline
  }

  package var stopAt: Instant { startAt.advanced(bySeconds: curve.seconds) }

  /// What changes during the visit, in the order of time.
  package var moments: [(at: Instant, moment: Moment)] {
    var all: [(at: Instant, moment: Moment)] = [
      (pluggedInAt, .plugIn), (cardAt, .showCard), (startAt, .start),
    ]
    all += [(stopAt, .stop), (unpluggedAt, .unplug)]
    if let offline { all += [(offline.from, .networkLost), (offline.to, .networkBack)] }
    return all.enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  /// A change of state during a visit.
  package enum Moment: Sendable, Equatable {
    case plugIn, showCard, start
    case stop, unplug
    case networkLost, networkBack
  }
}

extension Instant {
  package func advanced(bySeconds seconds: Int64) -> Instant { advanced(byMilliseconds: seconds * 1000) }

  /// Whole seconds from `earlier` to this instant.
  package func seconds(since earlier: Instant) -> Int64 { milliseconds(since: earlier) / 1000 }
}
