package import Domain
import Formats

/// What a timestamp of a wallbox said.
package struct WireTime: Sendable, Equatable {
  /// As sent; empty: there was none.
  package var text: String
  /// Nil: cannot be read.
  package var instant: Instant?
  /// Whether the text told its zone; without one `instant` takes it as UTC.
  package var hasZone: Bool

  /// Reads the forms of `InstantFormat.parse`.
  package init(text: String) {
    self.init(text: text, InstantFormat.parse(text))
  }

  /// Takes a text that named no zone for the time that the clocks of a place show (`notAfter`: when it came,
  /// which tells the two apart that the same text may mean in autumn).
  package mutating func read(in zone: TimeZoneRules, notAfter arrival: Instant) {
    guard !hasZone, let instant else { return }
    self.instant = zone.instant(ofLocal: instant, notAfter: arrival)
  }

  /// A timestamp that we send.
  package init(_ instant: Instant) {
    self.init(text: InstantFormat.string(instant), ParsedInstant(instant: instant, hasZone: true))
  }

  init(_ token: JSONToken) {
    let text = token.text
    self.init(text: text, token.isPlain ? InstantFormat.parse(token.bytes) : InstantFormat.parse(text))
  }

  private init(text: String, _ parsed: ParsedInstant?) {
    self.text = text
    instant = parsed?.instant
    hasZone = parsed?.hasZone ?? false
  }

  /// For a message without its timestamp.
  package static let none = WireTime(text: "")
}
