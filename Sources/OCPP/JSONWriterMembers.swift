import Domain
import Formats

extension JSONWriter {
  /// A text member; nil writes nothing.
  mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    string(text)
  }

  /// A whole number; nil writes nothing.
  mutating func member(_ name: String, _ number: Int?) {
    guard let number else { return }
    key(name)
    self.number(number)
  }

  /// An instant as `2026-03-02T10:00:00Z`; nil writes nothing.
  mutating func member(_ name: String, _ instant: Instant?) {
    guard let instant else { return }
    key(name)
    self.instant(instant)
  }

  /// A member whose value already is JSON; nil writes nothing.
  mutating func rawMember(_ name: String, _ json: String?) {
    guard let json else { return }
    key(name)
    raw(json)
  }
}
