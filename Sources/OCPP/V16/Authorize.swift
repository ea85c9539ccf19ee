package import Formats

/// May this card charge? (OCPP 1.6, 4.1)
package enum Authorize {
  /// What the charge point sends.
  package struct Request: Payload, Equatable {
    /// As presented; empty: there was none.
    package var idTag: String

    package init(idTag: String) { self.idTag = idTag }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var idTag: String?
      while let key = try reader.nextKey() {
        switch key {
        case "idTag": try reader.text(&idTag)
        default: try reader.skip()
        }
      }
      self.init(idTag: idTag ?? "")
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.key("idTag")
      writer.string(idTag)
      writer.endObject()
    }
  }

  /// What it is answered.
  package struct Confirmation: Payload, Equatable {
    package var idTagInfo: IdTagInfo

    package init(idTagInfo: IdTagInfo) { self.idTagInfo = idTagInfo }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var idTagInfo: IdTagInfo?
      while let key = try reader.nextKey() {
        switch key {
        case "idTagInfo": try reader.idTagInfo(&idTagInfo)
        default: try reader.skip()
        }
      }
      self.init(idTagInfo: try reader.required(idTagInfo, "idTagInfo"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.key("idTagInfo")
      idTagInfo.write(to: &writer)
      writer.endObject()
    }
  }
}
