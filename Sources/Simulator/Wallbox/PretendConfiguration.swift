import OCPP

/// The configuration keys of a wallbox (OCPP 1.6, chapter 9).
struct PretendConfiguration: Sendable {
  private(set) var entries: [GetConfiguration.KeyValue]

  init() {
    func key(_ name: String, _ value: String, readOnly: Bool = false) -> GetConfiguration.KeyValue {
      GetConfiguration.KeyValue(key: name, isReadOnly: readOnly, value: value)
    }
    entries = [
      key("AuthorizeRemoteTxRequests", "true"),
      key("ClockAlignedDataInterval", "0"),
      key("ConnectionTimeOut", "60"),
      key("ConnectorPhaseRotation", "1.RST"),
      key("GetConfigurationMaxKeys", "50", readOnly: true),
      key("HeartbeatInterval", "300"),
      key("LocalAuthorizeOffline", "true"),
      key("LocalPreAuthorize", "false"),
      key("MeterValuesSampledData", "Energy.Active.Import.Register,Power.Active.Import"),
      key("MeterValueSampleInterval", "60"),
      key("NumberOfConnectors", "1", readOnly: true),
      key("ResetRetries", "1"),
      key("StopTransactionOnEVSideDisconnect", "true"),
      key("StopTransactionOnInvalidId", "true"),
      key("SupportedFeatureProfiles", "Core,RemoteTrigger", readOnly: true),
      key("TransactionMessageAttempts", "10"),
      key("TransactionMessageRetryInterval", "5"),
      key("UnlockConnectorOnEVSideDisconnect", "true"),
    ]
  }

  /// The keys asked for, all when none is named (5.8).
  func read(_ keys: [String]) -> GetConfiguration.Confirmation {
    guard !keys.isEmpty else { return .init(configurationKey: entries) }
    var answer = GetConfiguration.Confirmation()
    for name in keys {
      if let entry = entries.first(where: { Self.same($0.key, name) }) {
        answer.configurationKey.append(entry)
      } else {
        answer.unknownKey.append(name)
      }
    }
    return answer
  }

  /// Sets a key; returns the status of the confirmation (7.22).
  mutating func change(_ name: String, to value: String) -> String {
    guard let index = entries.firstIndex(where: { Self.same($0.key, name) }) else { return "NotSupported" }
    guard !entries[index].isReadOnly, Self.fits(value, as: entries[index].value ?? "") else {
      return "Rejected"
    }
    entries[index].value = value
    return "Accepted"
  }

  subscript(_ name: String) -> String? { entries.first { Self.same($0.key, name) }?.value }

  /// Keys are CiStrings: compared without regard to case.
  private static func same(_ a: String, _ b: String) -> Bool { a.lowercased() == b.lowercased() }

  /// A number stays a number, a truth value a truth value.
  private static func fits(_ value: String, as old: String) -> Bool {
    if Int64(old) != nil { return Int64(value).map { $0 >= 0 } ?? false }
    if Bool(old) != nil { return Bool(value) != nil }
    return true
  }
}
