import OCPP
import Storage

extension Effect {
  /// OCPP 1.6, 5.5: either the one profile with this id goes, or all for which the other criteria hold. A
  /// wallbox that says Unknown has none of them (any more).
  func clearChargingProfile(in file: WriteConnection) throws {
    guard isAccepted || status == "Unknown" else { return }
    let asked = try request(as: ClearChargingProfile.Request.self)
    if let id = asked.id {
      return try file.clearChargingProfiles(chargePointKey: chargePointKey, profileID: Int64(id))
    }
    try file.clearChargingProfiles(
      chargePointKey: chargePointKey, connector: asked.connectorId, purpose: asked.chargingProfilePurpose,
      stackLevel: asked.stackLevel)
  }
}
