import OCPP
import Storage

extension Effect {
  /// OCPP 1.6, 5.3: a configuration key was to have another value. A password is not kept.
  func changeConfiguration(in file: WriteConnection) throws {
    let asked = try request(as: ChangeConfiguration.Request.self)
    try file.keepConfigurationChange(
      chargePointKey: chargePointKey, key: asked.key,
      wanted: PasswordChange.isPassword(asked.key) ? nil : asked.value, answer: status, isTaken: isAccepted,
      firmware: firmwareVersion, at: at)
  }
}
