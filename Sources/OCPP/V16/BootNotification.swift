package import Domain
package import Formats

/// A charge point tells what it is (OCPP 1.6, 4.2).
package enum BootNotification {
  /// What the charge point sends.
  package struct Request: Payload, Equatable {
    /// Empty: the charge point did not say.
    package var chargePointVendor: String
    package var chargePointModel: String
    package var chargePointSerialNumber: String?
    package var chargeBoxSerialNumber: String?
    package var firmwareVersion: String?
    package var iccid: String?
    package var imsi: String?
    package var meterType: String?
    package var meterSerialNumber: String?

    package init(chargePointVendor: String, chargePointModel: String) {
      self.chargePointVendor = chargePointVendor
      self.chargePointModel = chargePointModel
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var vendor: String?
      var model: String?
      self.init(chargePointVendor: "", chargePointModel: "")
      while let key = try reader.nextKey() {
        switch key {
        case "chargePointVendor": try reader.text(&vendor)
        case "chargePointModel": try reader.text(&model)
        case "chargePointSerialNumber": try reader.optionalText(&chargePointSerialNumber)
        case "chargeBoxSerialNumber": try reader.optionalText(&chargeBoxSerialNumber)
        case "firmwareVersion": try reader.optionalText(&firmwareVersion)
        case "iccid": try reader.optionalText(&iccid)
        case "imsi": try reader.optionalText(&imsi)
        case "meterType": try reader.optionalText(&meterType)
        case "meterSerialNumber": try reader.optionalText(&meterSerialNumber)
        default: try reader.skip()
        }
      }
      chargePointVendor = vendor ?? ""
      chargePointModel = model ?? ""
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("chargePointVendor", chargePointVendor)
      writer.member("chargePointModel", chargePointModel)
      writer.member("chargePointSerialNumber", chargePointSerialNumber)
      writer.member("chargeBoxSerialNumber", chargeBoxSerialNumber)
      writer.member("firmwareVersion", firmwareVersion)
      writer.member("iccid", iccid)
      writer.member("imsi", imsi)
      writer.member("meterType", meterType)
      writer.member("meterSerialNumber", meterSerialNumber)
      writer.endObject()
    }
  }

  /// What it is answered.
  package struct Confirmation: Payload, Equatable {
    package var status: RegistrationStatus
    package var currentTime: Instant
    /// Seconds between heartbeats; while not accepted, until the next try.
    package var intervalSeconds: Int

    package init(status: RegistrationStatus, currentTime: Instant, intervalSeconds: Int) {
      self.status = status
      self.currentTime = currentTime
      self.intervalSeconds = intervalSeconds
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var status: String?
      var currentTime: WireTime?
      var interval: Int?
      while let key = try reader.nextKey() {
        switch key {
        case "status": try reader.text(&status)
        case "currentTime": try reader.time(&currentTime)
        case "interval": try reader.integer(&interval)
        default: try reader.skip()
        }
      }
      self.init(
        status: try reader.required(status.flatMap { RegistrationStatus(rawValue: $0) }, "status"),
        currentTime: try reader.required(currentTime?.instant, "currentTime"),
        intervalSeconds: try reader.required(interval, "interval"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("status", status.rawValue)
      writer.key("currentTime")
      writer.instant(currentTime)
      writer.key("interval")
      writer.number(intervalSeconds)
      writer.endObject()
    }
  }
}

/// OCPP 1.6, 7.40.
package enum RegistrationStatus: String, Sendable {
  case accepted = "Accepted"
  case pending = "Pending"
  case rejected = "Rejected"
}
