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
  static let none = WireTime(text: "")
}
