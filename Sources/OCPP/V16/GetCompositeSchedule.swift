package import Domain
package import Formats

/// What may the connector, or with 0 the whole charge point, draw from now on? (OCPP 1.6, 5.7)
package enum GetCompositeSchedule {
  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "GetCompositeSchedule"
    package var connectorId: Int
    /// Seconds.
    package var duration: Int
    /// A or W.
    package var chargingRateUnit: String?

    package init(connectorId: Int, duration: Int, chargingRateUnit: String? = nil) {
      self.connectorId = connectorId
      self.duration = duration
      self.chargingRateUnit = chargingRateUnit
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var connectorId: Int?
      var duration: Int?
      var chargingRateUnit: String?
      while let key = try reader.nextKey() {
        switch key {
        case "connectorId": try reader.integer(&connectorId)
        case "duration": try reader.integer(&duration)
        case "chargingRateUnit": try reader.optionalText(&chargingRateUnit)
        default: try reader.skip()
        }
      }
      self.init(
        connectorId: try reader.required(connectorId, "connectorId"),
        duration: try reader.required(duration, "duration"), chargingRateUnit: chargingRateUnit)
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("connectorId", connectorId)
      writer.member("duration", duration)
      writer.member("chargingRateUnit", chargingRateUnit)
      writer.endObject()
    }
  }

  /// What it answers.
  package struct Confirmation: Payload, Equatable {
    /// Accepted or Rejected.
    package var status: String
    package var connectorId: Int?
    /// When the periods of the schedule begin to count.
    package var scheduleStart: Instant?
    package var chargingSchedule: ChargingSchedule?

    package init(
      status: String, connectorId: Int? = nil, scheduleStart: Instant? = nil,
      chargingSchedule: ChargingSchedule? = nil
    ) {
      self.status = status
      self.connectorId = connectorId
      self.scheduleStart = scheduleStart
      self.chargingSchedule = chargingSchedule
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var status: String?
      self.init(status: "")
      while let key = try reader.nextKey() {
        switch key {
        case "status": try reader.text(&status)
        case "connectorId": try reader.integer(&connectorId)
        case "scheduleStart": try reader.instant(&scheduleStart)
        case "chargingSchedule": try reader.chargingSchedule(&chargingSchedule, at: "chargingSchedule")
        default: try reader.skip()
        }
      }
      self.status = status ?? ""
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("status", status)
      writer.member("connectorId", connectorId)
      writer.member("scheduleStart", scheduleStart)
      writer.member("chargingSchedule", chargingSchedule)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("connectorId", .integer(atLeast: 0)),
    .required("duration", .integer(atLeast: 0)),
    .optional("chargingRateUnit", .choice(["A", "W"])),
  ])
}
