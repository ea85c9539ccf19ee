import Domain
import Formats
import Site
import Storage

/// API: `cost`.
struct CostJSON {
  let state: CostState
  let currency: Currency?
  let amounts: Amounts?
  var tariffID: String?
  var tariffVersion: Int?

  var json: JSONValue {
    [
      "state": .string(state.rawValue), "currency": .text(currency?.code),
      "net": .money(amounts?.net, currency), "vat": .money(amounts?.vat, currency),
      "gross": .money(amounts?.gross, currency), "tariff_id": .text(tariffID),
      "tariff_version": .integer(tariffVersion),
    ]
  }
}

extension TransactionRow {
  /// API: an item of `GET /transactions`. A running one shows what it came to so far.
  func json(running: RunningCharge?) -> JSONValue {
    let cost = CostJSON(
      state: transaction.costState, currency: transaction.currency ?? running?.currency,
      amounts: transaction.amounts ?? running?.amounts, tariffID: tariffID, tariffVersion: tariffVersion)
    return [
      "transaction_id": .integer(transaction.id), "charge_point": .string(chargePointID),
      "connector": .integer(transaction.connector), "id_tag": .string(idTag ?? transaction.presentedIdTag),
      "label": .text(idTagLabel), "tenant_id": .text(tenantID), "tenant_name": .text(tenantName),
      "guest_id": .text(guestID), "bay_id": .text(bayID), "bay_name": .text(bayName),
      "started_at": .instant(transaction.startedAt), "stopped_at": .instant(transaction.stoppedAt),
      "meter_start_wh": .wattHours(transaction.meterStartMilliWh),
      "meter_stop_wh": .wattHours(transaction.meterStopMilliWh),
      "energy_wh": .wattHours(transaction.energyMilliWh ?? running?.energyMilliWh),
      "stop_reason": .text(transaction.stopReason),
      "flags": .array(transaction.flags.map { .string($0.rawValue) }), "cost": cost.json,
    ]
  }

  /// What a tenant sees of a charge of its own: no card number, no flags.
  func tenantJSON(bay: String, running: RunningCharge?) -> JSONValue {
    let all = forTenants.json(running: running)
    let members = [
      "transaction_id", "charge_point", "connector", "label", "started_at", "stopped_at", "meter_start_wh",
      "meter_stop_wh", "energy_wh", "cost",
    ].compactMap { name in all[name].map { JSONObject.Member(key: name, value: $0) } }
    return JSONValue.object(JSONObject(members)).adding([
      "name": .string(bay), "power_w": .integer(running?.powerW),
    ])
  }
}

/// What the live board knows of a charge that runs.
struct RunningCharge: Sendable {
  let energyMilliWh: Int64
  let powerW: Int?
  let currency: Currency?
  let amounts: Amounts?
}

extension KeptReading {
  /// API: an item of `GET /transactions/{id}/readings`. Values of several phases or locations stand
  /// under their own names; digits are as the wallbox sent them.
  var json: JSONValue {
    var measurands = JSONObject()
    for sample in reading.samples {
      let name = [sample.measurand, sample.phase, sample.location].compactMap(\.self).joined(separator: ".")
      measurands[name] = ["value": .string(sample.value), "unit": .text(sample.unit)]
    }
    return [
      "at": .instant(reading.at), "wh": .wattHours(reading.energyMilliWh),
      "source": .string(reading.source.name),
      "measurands": .object(measurands), "received_at": .instant(reading.receivedAt),
      "text": .text(reading.energyText), "late": .bool(reading.late),
    ]
  }
}
