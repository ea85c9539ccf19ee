import Domain
import Formats
import Site

/// What a frame says, in plain words: a text of Web/i18n under `frame.` and what goes into its gaps.
struct FrameMeaning: Sendable, Equatable {
  let key: String
  var values: [String: String] = [:]

  init(_ key: String, _ values: [String: String?] = [:]) {
    self.key = key
    self.values = values.mapValues { $0 ?? "–" }
  }

  init(of message: LoggedMessage) {
    self = message.isEvent ? Self.event(message.text) : Self.frame(message)
  }

  private static func frame(_ message: LoggedMessage) -> FrameMeaning {
    guard let frame = Self.parsed(message.text)?.arrayValue else {
      return message.isCut && message.kind != .other
        ? FrameMeaning("cut", ["action": message.action]) : FrameMeaning("unreadable")
    }
    func element(_ index: Int) -> JSONValue { index < frame.count ? frame[index] : .null }
    switch message.kind {
    case .call:
      return call(message.action ?? "", FramePayload(element(3)), isOurs: message.isOurs)
    case .result:
      guard let action = message.action else { return unmatched(message) }
      return result(action, FramePayload(element(2)), isOurs: message.isOurs)
    case .error:
      guard let action = message.action else { return unmatched(message) }
      let (code, text) = (element(2).stringValue, element(3).stringValue)
      return FrameMeaning(
        message.isOurs ? "error.out" : "error.in", ["action": action, "code": code, "text": text ?? ""])
    case .other: return FrameMeaning("unreadable")
    }
  }

  private static func unmatched(_ message: LoggedMessage) -> FrameMeaning {
    FrameMeaning(message.isOurs ? "answer.out" : "answer.in")
  }

  private static func parsed(_ text: String) -> JSONValue? {
    do throws(JSONError) {
      return try JSONValue.parse(text, tolerant: true)
    } catch {
      return nil
    }
  }

  /// A line about the connection, as `ChargePointLink` writes it.
  private static func event(_ text: String) -> FrameMeaning {
    let connected = "connected from "
    let closed = "closed the connection: "
    if text.hasPrefix(connected) {
      return FrameMeaning("event.connected", ["address": String(text.dropFirst(connected.count))])
    }
    if text.hasPrefix(closed) {
      return FrameMeaning("event.closed", ["reason": String(text.dropFirst(closed.count))])
    }
    let number = text.prefix { $0.isNumber }
    if !number.isEmpty { return FrameMeaning("event.missing", ["count": String(number)]) }
    return FrameMeaning(text.hasPrefix("disconnected") ? "event.disconnected" : "event.tooBig")
  }

  /// The sentence in the words of a language.
  func sentence(_ words: [String: String]) -> String {
    var rest = Substring(words["frame." + key] ?? key)
    var sentence = ""
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      sentence += rest[..<open] + (values[name] ?? String(rest[open...close]))
      rest = rest[rest.index(after: close)...]
    }
    return (sentence + rest).trimmedEnd
  }

  /// For the page, which has the sentences itself.
  var json: JSONValue {
    let members = values.sorted { $0.key < $1.key }
    return [
      "key": .string(key),
      "values": .object(
        JSONObject(members.map { JSONObject.Member(key: $0.key, value: .string($0.value)) })),
    ]
  }
}

extension String {
  /// Without the spaces at its end.
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
