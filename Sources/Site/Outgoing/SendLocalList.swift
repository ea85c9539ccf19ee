import OCPP
import Storage

extension Effect {
  /// OCPP 1.6, 5.15: a person has sent a list by hand. Unless the wallbox left its list alone, nobody knows
  /// what is in it now. Of the lists it sends by itself the appliance keeps its own record.
  func sendLocalList(in file: WriteConnection) throws {
    guard person != nil, status != "NotSupported", status != "VersionMismatch" else { return }
    let asked = try request(as: SendLocalList.Request.self)
    try file.noteForeignLocalList(chargePointKey: chargePointKey, version: asked.listVersion, at: at)
  }
}
