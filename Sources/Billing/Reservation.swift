package import Domain
import Formats

/// What held a connector before the charge (`session.reservation` of `wattkeeper price`).
package struct Reservation: Equatable, Sendable {
  package var from: Instant
  /// Excluded.
  package var to: Instant
  /// Nobody came.
  package var expired: Bool

  package init(from: Instant, to: Instant, expired: Bool) {
    self.from = from
    self.to = to
    self.expired = expired
  }

  static func parse(_ reader: inout ObjectReader) throws(InvalidInput) -> Reservation? {
    guard let json = reader.optionalNonEmpty("reservation") else { return nil }
    var members = try ObjectReader(json, path: reader.path(of: "reservation"))
    let (from, to) = (try members.instant("from"), try members.instant("to"))
    let expired = members.optional("expired") ?? false
    guard let expired = expired.boolValue else {
      throw InvalidInput(path: members.path(of: "expired"), reason: "must be true or false")
    }
    try members.finish()
    guard from <= to else { throw InvalidInput(path: members.path(of: "to"), reason: "lies before from") }
    return Reservation(from: from, to: to, expired: expired)
  }

  var json: JSONValue {
    [
      "from": .string(InstantFormat.string(from)), "to": .string(InstantFormat.string(to)),
      "expired": .bool(expired),
    ]
  }

  /// Where it ends for a charge that begins at an instant: a place that is taken is no longer reserved.
  func end(before start: Instant) -> Instant { expired ? to : max(from, min(to, start)) }
}

extension PriceInput {
  /// A reservation that nobody used, without any charge.
  var isOnlyReservation: Bool { reservation?.expired == true && start == stop && readings.isEmpty }
}
