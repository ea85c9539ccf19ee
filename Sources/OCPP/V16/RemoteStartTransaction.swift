package import Formats

/// Begin charging for this card (OCPP 1.6, 5.11).
package enum RemoteStartTransaction {
  /// Status Accepted or Rejected.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "RemoteStartTransaction"
    package var idTag: String
    package var connectorId: Int?
    /// A TxProfile for the charge that begins.
    package var chargingProfile: ChargingProfile?

    package init(idTag: String, connectorId: Int? = nil, chargingProfile: ChargingProfile? = nil) {
      self.idTag = idTag
      self.connectorId = connectorId
      self.chargingProfile = chargingProfile
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var idTag: String?
      self.init(idTag: "")
      while let key = try reader.nextKey() {
        switch key {
        case "idTag": try reader.text(&idTag)
        case "connectorId": try reader.integer(&connectorId)
        case "chargingProfile": try reader.chargingProfile(&chargingProfile, at: "chargingProfile")
        default: try reader.skip()
        }
      }
      self.idTag = try reader.required(idTag, "idTag")
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("connectorId", connectorId)
      writer.member("idTag", idTag)
      writer.member("chargingProfile", chargingProfile)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .optional("connectorId", .integer(atLeast: 1)),
    .required("idTag", .text(max: 20)),
    .optional("chargingProfile", ChargingProfileRule.forRemoteStart),
  ])
}
