import Domain
import Formats
import Site
import Storage

extension Tenancy {
  /// API: `GET /tenancies`. `proposed`: registers that would be kept by a move-out.
  func json(
    final: TenancyCharges?, _ currency: Currency? = nil, proposed: [TenancyReading] = [],
    in file: ReadConnection
  ) throws -> JSONValue {
    let readings = try file.tenancyReadings(tenancyKey: key) + proposed
    return [
      "id": .string(id), "tenant_id": .text(try file.tenant(key: tenantKey)?.id),
      "unit_id": .text(try unitKey.flatMap { try file.unit(key: $0)?.id }),
      "bays": try file.bayIDs(bayKeys), "from": .instant(from), "to": .instant(to),
      "readings": .array(try readings.map { try $0.json(in: file) }),
      "final": final?.json(currency) ?? .null,
    ]
  }
}

extension TenancyReading {
  fileprivate func json(in file: ReadConnection) throws -> JSONValue {
    [
      "bay": .text(try file.bay(key: bayKey)?.id), "event": .string(event.rawValue),
      "wh": .wattHours(energyMilliWh), "at": .instant(at), "source": .string(source.rawValue),
    ]
  }
}

extension TenancyCharges {
  fileprivate func json(_ currency: Currency?) -> JSONValue {
    [
      "charges": .integer(charges), "open_charges": .integer(openCharges),
      "charges_after": .integer(chargesAfter), "energy_wh": .wattHours(energyMilliWh),
      "net": .money(amounts.net, currency), "vat": .money(amounts.vat, currency),
      "gross": .money(amounts.gross, currency), "currency": .text(currency?.code),
    ]
  }
}
