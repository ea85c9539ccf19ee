package import Domain
import Formats
import OCPP

/// One frame of the message log, as it is shown.
package struct LoggedMessage: Sendable {
  package enum Kind: String, Sendable { case call, result, error, other }

  /// Names it among those of this charge point, for pages.
  package let number: Int64
  package let at: Instant
  /// From us to the wallbox.
  package let isOurs: Bool
  package let kind: Kind
  package let messageID: String?
  /// Of an answer: that of the call it answers, while that call is still in the log.
  package internal(set) var action: String?
  /// As it was sent or received, without passwords; at most `Limits.loggedFrameBytes`.
  package let text: String
  /// Whether there was more of it.
  package let isCut: Bool
  /// A line of ours about the connection.
  package let isEvent: Bool

  init(_ frame: LoggedFrame) {
    number = frame.number
    at = frame.at
    isOurs = frame.mark.contains(.out)
    isCut = frame.mark.contains(.cut)
    isEvent = frame.mark.contains(.event)
    text = String(decoding: frame.text, as: UTF8.self)
    let head = isEvent ? nil : FrameHead(frame.text, isCut: isCut)
    kind = head?.kind ?? .other
    messageID = head?.id
    action = head?.action
  }

  /// Whether a person who looks for `wanted` (in lower case) means this one.
  func matches(_ wanted: String) -> Bool {
    text.lowercased().contains(wanted) || action?.lowercased().contains(wanted) == true
      || messageID?.lowercased().contains(wanted) == true
  }
}

/// The beginning of a frame (OCPP-J 1.6, 4.2), also of one whose end was cut off.
private struct FrameHead {
  let kind: LoggedMessage.Kind
  let id: String
  let action: String?

  /// Nil: no frame of OCPP-J.
  init?(_ text: [UInt8], isCut: Bool) {
    let head = text.withUnsafeBytes { raw -> FrameHead? in
      do throws(JSONFault) {
        return try FrameHead(raw, isCut: isCut)
      } catch {
        return nil
      }
    }
    guard let head else { return nil }
    self = head
  }

  private init?(_ text: UnsafeRawBufferPointer, isCut: Bool) throws(JSONFault) {
    var reader = JSONReader(text, tolerant: true)
    try reader.beginArray()
    guard try reader.nextElement(), let type = DecimalText.lenientInteger(try reader.value().bytes),
      let kind = Self.kinds[type], try reader.nextElement()
    else { return nil }
    self.kind = kind
    id = try reader.value().text
    var action: String?
    if kind == .call {
      guard try reader.nextElement() else { return nil }
      action = try reader.value().text
    }
    self.action = action
    if isCut { return }
    while try reader.nextElement() { try reader.skip() }
    try reader.finish()
  }

  private static let kinds: [Int64: LoggedMessage.Kind] = [2: .call, 3: .result, 4: .error]
}
