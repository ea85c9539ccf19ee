import Formats
import Net

/// What a wallbox keeps between its connections: configuration keys and a list of cards.
@NetworkLoop final class ListKeeper {
  var keys: [String: (value: String, isReadOnly: Bool)] = [
    "LocalAuthListEnabled": ("false", false), "LocalAuthorizeOffline": ("True", false),
    "LocalPreAuthorize": ("true", false), "AllowOfflineTxForUnknownId": ("false", true),
    "SendLocalListMaxLength": ("2", true), "LocalAuthListMaxLength": ("10", true),
  ]
  /// What it says to ChangeConfiguration instead of taking the value.
  var refusesKeys: String?
  /// What it says to SendLocalList instead of taking the list; "" is silence.
  var refusesLists: String?
  var version = 0
  /// Status by id tag.
  private(set) var cards: [String: String] = [:]
  /// Every SendLocalList, taken or not.
  private(set) var lists: [JSONValue] = []
  /// Every ChangeConfiguration, taken or not.
  private(set) var changes: [String] = []

  /// Answers from now on for this connection.
  func attach(to box: TestBox) {
    box.answers["GetConfiguration"] = { self.read($0) }
    box.answers["ChangeConfiguration"] = { self.change($0) }
    box.answers["SendLocalList"] = { self.take($0) }
    box.answers["GetLocalListVersion"] = { _ in ["listVersion": .number(String(self.version))] }
  }

  var types: [String] { lists.map { $0["updateType"]?.stringValue ?? "" } }
  var versions: [Int64] { lists.map { $0["listVersion"]?.integerValue ?? 0 } }

  private func read(_ payload: JSONValue) -> JSONValue {
    let names = payload["key"]?.arrayValue?.compactMap(\.stringValue) ?? keys.keys.sorted()
    let known = names.filter { keys[$0] != nil }
    return [
      "configurationKey": .array(
        known.map { name in
          [
            "key": .string(name), "readonly": .bool(keys[name]?.isReadOnly ?? false),
            "value": .string(keys[name]?.value ?? ""),
          ]
        }), "unknownKey": .null,
    ]
  }

  private func change(_ payload: JSONValue) -> JSONValue {
    guard let key = payload["key"]?.stringValue, let value = payload["value"]?.stringValue else {
      return ["status": "Rejected"]
    }
    changes.append("\(key)=\(value)")
    if let refusesKeys { return ["status": .string(refusesKeys)] }
    keys[key] = (value, false)
    return ["status": "Accepted"]
  }

  private func take(_ payload: JSONValue) -> JSONValue? {
    lists.append(payload)
    if let refusesLists { return refusesLists.isEmpty ? nil : ["status": .string(refusesLists)] }
    if payload["updateType"] == "Full" { cards = [:] }
    for card in payload["localAuthorizationList"]?.arrayValue ?? [] {
      cards[card["idTag"]?.stringValue ?? ""] = card["idTagInfo"]?["status"]?.stringValue
    }
    version = Int(payload["listVersion"]?.integerValue ?? 0)
    return ["status": "Accepted"]
  }
}
