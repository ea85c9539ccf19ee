import Domain
import Formats
import OCPP
import Storage

extension Effect {
  /// OCPP 1.6, 5.16: a limit is set. A TxProfile that names no transaction is for the one that runs there.
  func setChargingProfile(in file: WriteConnection) throws {
    guard isAccepted, let profile = request["csChargingProfiles"] else { return }
    let asked = try request(as: SetChargingProfile.Request.self)
    let sent = asked.csChargingProfiles
    var transactionID = sent.transactionId
    if transactionID == nil, sent.chargingProfilePurpose == .txProfile {
      transactionID =
        try file.openTransactions(chargePointKey: chargePointKey, connector: asked.connectorId).last?.id
    }
    try file.setChargingProfile(
      KeptChargingProfile(
        chargePointKey: chargePointKey, connector: asked.connectorId,
        profileID: Int64(sent.chargingProfileId), stackLevel: sent.stackLevel,
        purpose: sent.chargingProfilePurpose.rawValue, transactionID: transactionID,
        profile: String(decoding: profile.serialized, as: UTF8.self), setBy: by, setAt: at))
  }
}
