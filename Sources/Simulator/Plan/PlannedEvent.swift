package import Domain

/// What happens at a wallbox of the demo.
package enum PlannedEvent: Sendable, Equatable {
  case charge(PlannedCharge)
  /// Somebody plugs in and shows a card that nobody knows.
  case strangeCard(idTag: String, from: Instant, to: Instant)
  /// Something is broken, and nobody can charge.
  case fault(errorCode: String, info: String, from: Instant, to: Instant)
  /// The wallbox is without power, and stays so.
  case gone(from: Instant)

  package var from: Instant {
    switch self {
    case .charge(let charge): charge.pluggedInAt
    case .strangeCard(_, let from, _), .fault(_, _, let from, _), .gone(let from): from
    }
  }

  /// Nil: it does not end.
  package var to: Instant? {
    switch self {
    case .charge(let charge): max(charge.unpluggedAt, charge.offline?.to ?? charge.unpluggedAt)
    case .strangeCard(_, _, let to), .fault(_, _, _, let to): to
    case .gone: nil
    }
  }
}
