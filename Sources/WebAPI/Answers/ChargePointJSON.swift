import Domain
import Formats
import Net
import Site

extension LiveChargePoint {
  /// API: `GET /charge-points/{id}`.
  var json: JSONValue {
    [
      "id": .string(record.id), "name": .string(record.name), "state": .string(record.state.rawValue),
      "has_password": .bool(record.credential != nil),
      "accepts_no_subprotocol": .bool(record.acceptsNoSubprotocol),
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
