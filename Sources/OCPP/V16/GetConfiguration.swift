package import Formats

/// Read configuration keys; none named means all (OCPP 1.6, 5.8).
package enum GetConfiguration {
  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "GetConfiguration"
    package var key: [String]

    package init(key: [String] = []) { self.key = key }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      self.init()
      while let name = try reader.nextKey() {
        switch name {
        case "key": try reader.texts(&key)
        default: try reader.skip()
        }
      }
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.texts("key", key)
      writer.endObject()
    }
  }

  /// What it answers.
  package struct Confirmation: Payload, Equatable {
    package var configurationKey: [KeyValue]
    package var unknownKey: [String]

    package init(configurationKey: [KeyValue] = [], unknownKey: [String] = []) {
      self.configurationKey = configurationKey
      self.unknownKey = unknownKey
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      self.init()
      while let key = try reader.nextKey() {
        switch key {
        case "configurationKey": try reader.keyValues(&configurationKey)
        case "unknownKey": try reader.texts(&unknownKey)
        default: try reader.skip()
        }
      }
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.key("configurationKey")
      writer.beginArray()
      for entry in configurationKey {
        writer.beginObject()
        writer.member("key", entry.key)
        writer.key("readonly")
        writer.bool(entry.isReadOnly)
        writer.member("value", entry.value)
        writer.endObject()
      }
      writer.endArray()
      writer.texts("unknownKey", unknownKey)
      writer.endObject()
    }
  }

  /// OCPP 1.6, 7.29 KeyValue.
  package struct KeyValue: Sendable, Equatable {
    package var key: String
    package var isReadOnly: Bool
    /// Nil: known, but not set.
    package var value: String?

    package init(key: String, isReadOnly: Bool = false, value: String? = nil) {
      self.key = key
      self.isReadOnly = isReadOnly
      self.value = value
    }
  }

  static let rule = PayloadRule.object([.optional("key", .list(.text(max: 50)))])
}

extension PayloadReader {
  /// A list of texts, or the only one without its brackets.
  fileprivate mutating func texts(_ field: inout [String]) throws(PayloadError) {
    var list = try beginList()
    while try nextElement(&list) {
      var element: String?
      try text(&element)
      if let element { field.append(element) }
    }
  }

  /// Entries without a name are passed over.
  fileprivate mutating func keyValues(_ field: inout [GetConfiguration.KeyValue]) throws(PayloadError) {
    var list = try beginList()
    while try nextElement(&list) {
      guard try beginObject() else { continue }
      var name: String?
      var isReadOnly: Bool?
      var value: String?
      while let key = try nextKey() {
        switch key {
        case "key": try text(&name)
        case "readonly": try bool(&isReadOnly)
        case "value": try text(&value)
        default: try skip()
        }
      }
      guard let name else { continue }
      field.append(GetConfiguration.KeyValue(key: name, isReadOnly: isReadOnly ?? false, value: value))
    }
  }
}

extension JSONWriter {
  /// A list of texts; an empty one is left out.
  fileprivate mutating func texts(_ name: String, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    key(name)
    beginArray()
    for text in texts { string(text) }
    endArray()
  }
}
