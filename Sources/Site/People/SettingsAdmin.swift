import Domain
import LoadManagement
import Net
import Storage

extension ChargingSite {
  /// Changes settings, all or none.
  ///
  /// - Throws: `invalid` with the setting's name, `conflict` (the currency stands once something was billed),
  ///   `disk`.
  package func change(
    settings changes: [SettingKey: String], by: String, also note: Alongside? = nil
  ) async throws(SiteError) -> SiteSettings {
    var changed = settings
    for key in SettingKey.allCases {
      if let value = changes[key] { try changed.set(key, to: value, zones: zones) }
    }
    if let amps = changed.siteLimitA, changed.siteLimitA != settings.siteLimitA {
      let members = board.chargePoints.filter { $0.record.state == .accepted }.flatMap { live in
        live.connectors.map { ConnectorID(live.record.id, $0.connector) }
      }
      try checkThatAllFit(
        in: [CurrentLimit(amps: amps, members: Set(members))], path: SettingKey.siteLimitA.rawValue)
    }
    let (at, before, after) = (now(), settings, changed)
    try await onDisk { file in
      if after.currency != before.currency, try file.lastCDRHash() != nil {
        throw SiteError.conflict(
          Wording(
            "currency-is-used", "The currency cannot change any more: charges have been billed in it."))
      }
      for key in SettingKey.allCases where changes[key] != nil {
        try file.setSetting(key.rawValue, to: after[key], at: at, by: by)
      }
      try note?(file)
    }
    // What stands now, not what stood before the write: another change may have come in between.
    for key in SettingKey.allCases {
      if let value = changes[key] { try settings.set(key, to: value, zones: zones) }
    }
    events.note(.settings)
    if changes[.siteLimitA] != nil { shareSoon() }
    return settings
  }
}
