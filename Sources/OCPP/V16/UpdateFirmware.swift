package import Domain
package import Formats

/// Download and install this firmware (OCPP 1.6, 5.19).
package enum UpdateFirmware {
  /// `{}`: it says by FirmwareStatusNotification how it goes.
  package typealias Confirmation = EmptyPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "UpdateFirmware"
    /// Where to download it, as a URI.
    package var location: String
    package var retries: Int?
    /// Not before then.
    package var retrieveDate: Instant
    /// Seconds.
    package var retryInterval: Int?

    package init(location: String, retrieveDate: Instant, retries: Int? = nil, retryInterval: Int? = nil) {
      self.location = location
      self.retries = retries
      self.retrieveDate = retrieveDate
      self.retryInterval = retryInterval
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var location: String?
      var retries: Int?
      var retrieveDate: Instant?
      var retryInterval: Int?
      while let key = try reader.nextKey() {
        switch key {
        case "location": try reader.text(&location)
        case "retries": try reader.integer(&retries)
        case "retrieveDate": try reader.instant(&retrieveDate)
        case "retryInterval": try reader.integer(&retryInterval)
        default: try reader.skip()
        }
      }
      self.init(
        location: try reader.required(location, "location"),
        retrieveDate: try reader.required(retrieveDate, "retrieveDate"), retries: retries,
        retryInterval: retryInterval)
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("location", location)
      writer.member("retries", retries)
      writer.member("retrieveDate", retrieveDate)
      writer.member("retryInterval", retryInterval)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("location", .uri),
    .optional("retries", .integer(atLeast: 0)),
    .required("retrieveDate", .instant),
    .optional("retryInterval", .integer(atLeast: 0)),
  ])
}
