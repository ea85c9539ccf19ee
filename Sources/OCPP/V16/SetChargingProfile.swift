package import Formats

/// Hold a connector, or with 0 the whole charge point, to these limits (OCPP 1.6, 5.16).
package enum SetChargingProfile {
  /// Status Accepted, Rejected or NotSupported.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "SetChargingProfile"
    package var connectorId: Int
    package var csChargingProfiles: ChargingProfile

    package init(connectorId: Int, csChargingProfiles: ChargingProfile) {
      self.connectorId = connectorId
      self.csChargingProfiles = csChargingProfiles
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var connectorId: Int?
      var profile: ChargingProfile?
      while let key = try reader.nextKey() {
        switch key {
        case "connectorId": try reader.integer(&connectorId)
        case "csChargingProfiles": try reader.chargingProfile(&profile, at: "csChargingProfiles")
        default: try reader.skip()
        }
      }
      self.init(
        connectorId: try reader.required(connectorId, "connectorId"),
        csChargingProfiles: try reader.required(profile, "csChargingProfiles"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("connectorId", connectorId)
      writer.member("csChargingProfiles", csChargingProfiles)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("connectorId", .integer(atLeast: 0)),
    .required("csChargingProfiles", ChargingProfileRule.any),
  ])
}
