import OCPP
import Storage

extension Effect {
  /// OCPP 1.6, 5.8: configuration keys as they are. The password is none of them.
  func getConfiguration(in file: WriteConnection) throws {
    for entry in try answer(as: GetConfiguration.Confirmation.self).configurationKey {
      try file.keepConfigurationKey(
        chargePointKey: chargePointKey, key: entry.key,
        value: PasswordChange.isPassword(entry.key) ? nil : entry.value, isReadOnly: entry.isReadOnly, at: at)
    }
  }
}
