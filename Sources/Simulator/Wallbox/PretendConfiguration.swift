import OCPP

/// The configuration keys of a wallbox (OCPP 1.6, chapter 9).
struct PretendConfiguration: Sendable {
  private(set) var entries: [GetConfiguration.KeyValue]

  /// - Parameter measurands: what its meter tells in samples from the start.
  init(measurands: String) {
    func key(_ name: String, _ value: String, readOnly: Bool = false) -> GetConfiguration.KeyValue {
      GetConfiguration.KeyValue(key: name, isReadOnly: readOnly, value: value)
    }
    entries = [
      key("AllowOfflineTxForUnknownId", "false"),
      key("AuthorizeRemoteTxRequests", "true"),
      key("CertificateStoreMaxLength", "8", readOnly: true),
      key("ChargeProfileMaxStackLevel", "9", readOnly: true),
      key("ChargingScheduleAllowedChargingRateUnit", "Current,Power", readOnly: true),
      key("ChargingScheduleMaxPeriods", "24", readOnly: true),
      key("ClockAlignedDataInterval", "0"),
      key("ConnectionTimeOut", "60"),
      key("ConnectorPhaseRotation", "1.RST"),
      key("GetConfigurationMaxKeys", "50", readOnly: true),
      key("HeartbeatInterval", "300"),
      key("LocalAuthListEnabled", "true"),
      key("LocalAuthListMaxLength", "400", readOnly: true),
      key("LocalAuthorizeOffline", "true"),
      key("LocalPreAuthorize", "false"),
      key("MaxChargingProfilesInstalled", "10", readOnly: true),
      key("MeterValuesSampledData", measurands),
      key("MeterValueSampleInterval", "60"),
      key("NumberOfConnectors", "1", readOnly: true),
      key("ReserveConnectorZeroSupported", "true", readOnly: true),
      key("ResetRetries", "1"),
      key("SendLocalListMaxLength", "100", readOnly: true),
      key("StopTransactionOnEVSideDisconnect", "true"),
      key("StopTransactionOnInvalidId", "true"),
      key(
        "SupportedFeatureProfiles",
        "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger",
        readOnly: true),
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
    guard !entries[index].isReadOnly, Self.fits(value, as: entries[index]) else {
      return "Rejected"
    }
    entries[index].value = value
    return "Accepted"
  }

  /// The value of a key that holds a truth value.
  func isOn(_ name: String) -> Bool { self[name]?.lowercased() == "true" }

  /// The value of a key that holds a number.
  func number(_ name: String) -> Int { self[name].flatMap { Int($0) } ?? 0 }

  subscript(_ name: String) -> String? { entries.first { Self.same($0.key, name) }?.value }

  /// Keys are CiStrings: compared without regard to case.
  private static func same(_ a: String, _ b: String) -> Bool { a.lowercased() == b.lowercased() }

  /// A number stays a number, a truth value a truth value, and only what is measured can be told.
  private static func fits(_ value: String, as entry: GetConfiguration.KeyValue) -> Bool {
    if entry.key == "MeterValuesSampledData" {
      return value.split(separator: ",").allSatisfy { Measurement.measurands.contains(String($0)) }
    }
    let old = entry.value ?? ""
    if Int64(old) != nil { return Int64(value).map { $0 >= 0 } ?? false }
    if Bool(old) != nil { return Bool(value) != nil }
    return true
  }
}
