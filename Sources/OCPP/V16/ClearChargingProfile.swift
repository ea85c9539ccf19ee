package import Formats

/// Take away the profiles for which all that is named holds; nothing named means all (OCPP 1.6, 5.5).
package enum ClearChargingProfile {
  /// Status Accepted, or Unknown: none was found.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "ClearChargingProfile"
    /// Of one profile.
    package var id: Int?
    package var connectorId: Int?
    /// A `ChargingProfile.Purpose`.
    package var chargingProfilePurpose: String?
    package var stackLevel: Int?

    package init(
      id: Int? = nil, connectorId: Int? = nil, chargingProfilePurpose: String? = nil, stackLevel: Int? = nil
    ) {
      self.id = id
      self.connectorId = connectorId
      self.chargingProfilePurpose = chargingProfilePurpose
      self.stackLevel = stackLevel
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var id: Int?
      var connectorId: Int?
      var chargingProfilePurpose: String?
      var stackLevel: Int?
      while let key = try reader.nextKey() {
        switch key {
        case "id": try reader.integer(&id)
        case "connectorId": try reader.integer(&connectorId)
        case "chargingProfilePurpose": try reader.optionalText(&chargingProfilePurpose)
        case "stackLevel": try reader.integer(&stackLevel)
        default: try reader.skip()
        }
      }
      self.init(
        id: id, connectorId: connectorId, chargingProfilePurpose: chargingProfilePurpose,
        stackLevel: stackLevel)
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("id", id)
      writer.member("connectorId", connectorId)
      writer.member("chargingProfilePurpose", chargingProfilePurpose)
      writer.member("stackLevel", stackLevel)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .optional("id", .integer()),
    .optional("connectorId", .integer(atLeast: 0)),
    .optional("chargingProfilePurpose", .choice(ChargingProfileRule.purposes)),
    .optional("stackLevel", .integer(atLeast: 0)),
  ])
}
