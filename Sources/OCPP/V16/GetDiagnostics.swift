package import Domain
package import Formats

/// Upload what may help to find a fault (OCPP 1.6, 5.9).
package enum GetDiagnostics {
  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "GetDiagnostics"
    /// The folder to upload to, as a URI.
    package var location: String
    package var retries: Int?
    /// Seconds.
    package var retryInterval: Int?
    /// The oldest and the newest entry wanted.
    package var startTime: Instant?
    package var stopTime: Instant?

    package init(
      location: String, retries: Int? = nil, retryInterval: Int? = nil, startTime: Instant? = nil,
      stopTime: Instant? = nil
    ) {
      self.location = location
      self.retries = retries
      self.retryInterval = retryInterval
      self.startTime = startTime
      self.stopTime = stopTime
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var location: String?
      var retries: Int?
      var retryInterval: Int?
      var startTime: Instant?
      var stopTime: Instant?
      while let key = try reader.nextKey() {
        switch key {
        case "location": try reader.text(&location)
        case "retries": try reader.integer(&retries)
        case "retryInterval": try reader.integer(&retryInterval)
        case "startTime": try reader.instant(&startTime)
        case "stopTime": try reader.instant(&stopTime)
        default: try reader.skip()
        }
      }
      self.init(
        location: try reader.required(location, "location"), retries: retries,
        retryInterval: retryInterval, startTime: startTime, stopTime: stopTime)
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("location", location)
      writer.member("retries", retries)
      writer.member("retryInterval", retryInterval)
      writer.member("startTime", startTime)
      writer.member("stopTime", stopTime)
      writer.endObject()
    }
  }

  /// What it answers.
  package struct Confirmation: Payload, Equatable {
    /// Nil: there is nothing to upload.
    package var fileName: String?

    package init(fileName: String? = nil) { self.fileName = fileName }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      self.init()
      while let key = try reader.nextKey() {
        switch key {
        case "fileName": try reader.optionalText(&fileName)
        default: try reader.skip()
        }
      }
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("fileName", fileName)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("location", .uri),
    .optional("retries", .integer(atLeast: 0)),
    .optional("retryInterval", .integer(atLeast: 0)),
    .optional("startTime", .instant),
    .optional("stopTime", .instant),
  ])
}
