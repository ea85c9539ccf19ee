package import Formats

/// Which list of cards does it hold? (OCPP 1.6, 5.10)
package enum GetLocalListVersion {
  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "GetLocalListVersion"

    package init() {}

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      _ = try EmptyPayload(reading: payload)
    }

    package func write(to writer: inout JSONWriter) { EmptyPayload().write(to: &writer) }
  }

  /// What it answers.
  package struct Confirmation: Payload, Equatable {
    /// 0: the list is empty; -1: the charge point knows no such list.
    package var listVersion: Int

    package init(listVersion: Int) { self.listVersion = listVersion }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var listVersion: Int?
      while let key = try reader.nextKey() {
        switch key {
        case "listVersion": try reader.integer(&listVersion)
        default: try reader.skip()
        }
      }
      self.init(listVersion: try reader.required(listVersion, "listVersion"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("listVersion", listVersion)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([])
}
