package import Domain
package import Formats

/// Download, check and install this signed firmware (OCPP 1.6 security, L01).
package enum SignedUpdateFirmware {
  /// Status Accepted, Rejected, AcceptedCanceled, InvalidCertificate or RevokedCertificate.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "SignedUpdateFirmware"
    package var retries: Int?
    /// Seconds.
    package var retryInterval: Int?
    /// Comes back in every SignedFirmwareStatusNotification about it.
    package var requestId: Int
    package var firmware: Firmware

    package init(requestId: Int, firmware: Firmware, retries: Int? = nil, retryInterval: Int? = nil) {
      self.requestId = requestId
      self.firmware = firmware
      self.retries = retries
      self.retryInterval = retryInterval
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var (retries, retryInterval, requestId): (Int?, Int?, Int?)
      var firmware: Firmware?
      while let key = try reader.nextKey() {
        switch key {
        case "retries": try reader.integer(&retries)
        case "retryInterval": try reader.integer(&retryInterval)
        case "requestId": try reader.integer(&requestId)
        case "firmware": try reader.firmware(&firmware)
        default: try reader.skip()
        }
      }
      self.init(
        requestId: try reader.required(requestId, "requestId"),
        firmware: try reader.required(firmware, "firmware"), retries: retries, retryInterval: retryInterval)
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("retries", retries)
      writer.member("retryInterval", retryInterval)
      writer.member("requestId", requestId)
      writer.key("firmware")
      writer.beginObject()
      writer.member("location", firmware.location)
      writer.member("retrieveDateTime", firmware.retrieveDateTime)
      writer.member("installDateTime", firmware.installDateTime)
      writer.member("signingCertificate", firmware.signingCertificate)
      writer.member("signature", firmware.signature)
      writer.endObject()
      writer.endObject()
    }
  }

  /// FirmwareType.
  package struct Firmware: Sendable, Equatable {
    /// Where to download it, as a URL.
    package var location: String
    /// Not before then.
    package var retrieveDateTime: Instant
    package var installDateTime: Instant?
    /// PEM.
    package var signingCertificate: String
    /// Base64.
    package var signature: String

    package init(
      location: String, retrieveDateTime: Instant, signingCertificate: String, signature: String,
      installDateTime: Instant? = nil
    ) {
      self.location = location
      self.retrieveDateTime = retrieveDateTime
      self.signingCertificate = signingCertificate
      self.signature = signature
      self.installDateTime = installDateTime
    }
  }

  static let rule = PayloadRule.object([
    .optional("retries", .integer(atLeast: 0)),
    .optional("retryInterval", .integer(atLeast: 0)),
    .required("requestId", .integer()),
    .required("firmware", firmware),
  ])

  private static let firmware = PayloadRule.object([
    .required("location", .text(max: 512)),
    .required("retrieveDateTime", .instant),
    .optional("installDateTime", .instant),
    .required("signingCertificate", .text(max: 5500)),
    .required("signature", .text(max: 800)),
  ])
}

extension PayloadReader {
  fileprivate mutating func firmware(_ field: inout SignedUpdateFirmware.Firmware?) throws(PayloadError) {
    guard try beginObject() else { return }
    var (location, certificate, signature): (String?, String?, String?)
    var (retrieve, install): (Instant?, Instant?)
    while let key = try nextKey() {
      switch key {
      case "location": try text(&location)
      case "retrieveDateTime": try instant(&retrieve)
      case "installDateTime": try instant(&install)
      case "signingCertificate": try text(&certificate, limit: WireLimits.longTextBytes)
      case "signature": try text(&signature)
      default: try skip()
      }
    }
    guard field == nil else { return }
    field = SignedUpdateFirmware.Firmware(
      location: try required(location, "firmware.location"),
      retrieveDateTime: try required(retrieve, "firmware.retrieveDateTime"),
      signingCertificate: try required(certificate, "firmware.signingCertificate"),
      signature: try required(signature, "firmware.signature"), installDateTime: install)
  }
}
