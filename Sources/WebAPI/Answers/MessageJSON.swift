import Formats
import Site

extension LoggedMessage {
  /// API: an item of the message log, without its meaning.
  var json: JSONValue {
    [
      "at": .instant(at), "direction": isOurs ? "out" : "in", "type": .string(kind.rawValue),
      "message_id": .text(messageID), "action": .text(action), "frame": .string(text), "cut": .bool(isCut),
    ]
  }

  /// With the name of the text and what goes into it.
  var jsonForPage: JSONValue { json.adding(["meaning": FrameMeaning(of: self).json]) }

  /// With the sentence itself.
  func jsonForFile(_ words: [String: String]) -> JSONValue {
    json.adding(["meaning": .string(FrameMeaning(of: self).sentence(words))])
  }
}
