package import Domain
package import Formats

/// A charge point shows that it lives and gets the time (OCPP 1.6, 4.6).
package enum Heartbeat {
  /// What the charge point sends.
  package typealias Request = EmptyPayload

  /// What it is answered.
  package struct Confirmation: Payload, Equatable {
    package var currentTime: Instant

    package init(currentTime: Instant) { self.currentTime = currentTime }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var currentTime: WireTime?
      while let key = try reader.nextKey() {
        switch key {
        case "currentTime": try reader.time(&currentTime)
        default: try reader.skip()
        }
      }
      self.init(currentTime: try reader.required(currentTime?.instant, "currentTime"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.key("currentTime")
      writer.instant(currentTime)
      writer.endObject()
    }
  }
}
