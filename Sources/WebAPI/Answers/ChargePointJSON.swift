import Domain
import Formats
import Net
import Site

extension LiveChargePoint {
  /// API: `GET /charge-points/{id}`.
  var json: JSONValue { json(withPeople: true) }

  /// Installers see no cards.
  func json(withPeople: Bool) -> JSONValue {
    let settings = record.settings
    return [
      "id": .string(record.id), "name": .string(record.name), "state": .string(record.state.rawValue),
      "has_password": .bool(record.credential != nil),
      "password_is_short": .bool(record.passwordBytes.map { $0 < 16 } ?? false),
      "accepts_no_subprotocol": .bool(settings.acceptsNoSubprotocol),
      "clock": .string(settings.clock.rawValue),
      "stamps_are_local": .bool(record.stampsAreLocal),
      "energy_correction": .string(settings.energyCorrection.rawValue),
      "clock_skew_s": .integer(clock.skewMs.map { ($0 + ($0 < 0 ? -500 : 500)) / 1000 }),
      "auto_start": settings.autoStart?.json(withPeople: withPeople) ?? .null, "protocol": "ocpp1.6",
      "may_be_configured": .bool(settings.mayBeConfigured),
      "may_be_paused": .bool(settings.mayBePaused), "keeps_local_list": .bool(settings.keepsLocalList),
      "online": .bool(isOnline), "address": .text(peer), "last_seen_at": .instant(lastSeenAt),
      "first_seen_at": .instant(record.firstSeenAt), "last_boot_at": .instant(record.lastBootAt),
      "vendor": .text(record.vendor), "model": .text(record.model),
      "serial_number": .text(record.serialNumber), "firmware_version": .text(record.firmwareVersion),
      "meter_type": .text(record.meterType), "meter_serial_number": .text(record.meterSerialNumber),
      "iccid": .text(record.iccid), "imsi": .text(record.imsi),
      "connectors": .array(connectors.map { json(of: $0) }),
    ]
  }

  private func json(of connector: LiveConnector) -> JSONValue {
    [
      "connector": .integer(connector.connector), "status": .text(connector.status?.status),
      "state": .string(state(of: connector).rawValue), "power_w": .integer(connector.powerW),
      "transaction_id": .integer(connector.transaction?.id),
    ]
  }
}

extension AutoStart {
  fileprivate func json(withPeople: Bool) -> JSONValue {
    ["presented": .text(withPeople ? presented : nil), "id_tag": .text(withPeople ? idTag : nil)]
  }
}
