package import Domain
package import Formats

/// Upload a log (OCPP 1.6 security, N01).
package enum GetLog {
  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "GetLog"
    package var log: Log
    /// DiagnosticsLog or SecurityLog.
    package var logType: String
    /// Comes back in every LogStatusNotification about it.
    package var requestId: Int
    package var retries: Int?
    /// Seconds.
    package var retryInterval: Int?

    package init(
      log: Log, logType: String, requestId: Int, retries: Int? = nil, retryInterval: Int? = nil
    ) {
      self.log = log
      self.logType = logType
      self.requestId = requestId
      self.retries = retries
      self.retryInterval = retryInterval
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var log: Log?
      var logType: String?
      var (requestId, retries, retryInterval): (Int?, Int?, Int?)
      while let key = try reader.nextKey() {
        switch key {
        case "log": try reader.log(&log)
        case "logType": try reader.text(&logType)
        case "requestId": try reader.integer(&requestId)
        case "retries": try reader.integer(&retries)
        case "retryInterval": try reader.integer(&retryInterval)
        default: try reader.skip()
        }
      }
      self.init(
        log: try reader.required(log, "log"), logType: try reader.required(logType, "logType"),
        requestId: try reader.required(requestId, "requestId"), retries: retries,
        retryInterval: retryInterval)
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.key("log")
      writer.beginObject()
      writer.member("remoteLocation", log.remoteLocation)
      writer.member("oldestTimestamp", log.oldestTimestamp)
      writer.member("latestTimestamp", log.latestTimestamp)
      writer.endObject()
      writer.member("logType", logType)
      writer.member("requestId", requestId)
      writer.member("retries", retries)
      writer.member("retryInterval", retryInterval)
      writer.endObject()
    }
  }

  /// LogParametersType.
  package struct Log: Sendable, Equatable {
    /// Where to upload it, as a URL.
    package var remoteLocation: String
    package var oldestTimestamp: Instant?
    package var latestTimestamp: Instant?

    package init(
      remoteLocation: String, oldestTimestamp: Instant? = nil, latestTimestamp: Instant? = nil
    ) {
      self.remoteLocation = remoteLocation
      self.oldestTimestamp = oldestTimestamp
      self.latestTimestamp = latestTimestamp
    }
  }

  /// What it answers.
  package struct Confirmation: Payload, Equatable {
    /// Accepted, Rejected or AcceptedCanceled (an upload that was under way gave way).
    package var status: String
    package var filename: String?

    package init(status: String, filename: String? = nil) {
      self.status = status
      self.filename = filename
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var status: String?
      self.init(status: "")
      while let key = try reader.nextKey() {
        switch key {
        case "status": try reader.text(&status)
        case "filename": try reader.optionalText(&filename)
        default: try reader.skip()
        }
      }
      self.status = status ?? ""
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("status", status)
      writer.member("filename", filename)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("log", log),
    .required("logType", .choice(["DiagnosticsLog", "SecurityLog"])),
    .required("requestId", .integer()),
    .optional("retries", .integer(atLeast: 0)),
    .optional("retryInterval", .integer(atLeast: 0)),
  ])

  private static let log = PayloadRule.object([
    .required("remoteLocation", .text(max: 512)),
    .optional("oldestTimestamp", .instant),
    .optional("latestTimestamp", .instant),
  ])
}

extension PayloadReader {
  fileprivate mutating func log(_ field: inout GetLog.Log?) throws(PayloadError) {
    guard try beginObject() else { return }
    var remoteLocation: String?
    var (oldest, latest): (Instant?, Instant?)
    while let key = try nextKey() {
      switch key {
      case "remoteLocation": try text(&remoteLocation)
      case "oldestTimestamp": try instant(&oldest)
      case "latestTimestamp": try instant(&latest)
      default: try skip()
      }
    }
    guard field == nil else { return }
    field = GetLog.Log(
      remoteLocation: try required(remoteLocation, "log.remoteLocation"), oldestTimestamp: oldest,
      latestTimestamp: latest)
  }
}
