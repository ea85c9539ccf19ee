import Billing
import Domain
import Net
import OCPP
import Storage

extension ChargePointLink {
  /// OCPP 1.6, 4.7: readings. On disk before the wallbox may forget them; those of no transaction we know are
  /// kept with their connector.
  func meterValues(_ id: MessageID, _ sent: MeterValues.Request) {
    let (site, live, receivedAt) = (site, live, site.now())
    let request = understood(sent, at: receivedAt)
    let places = live.record.settings.energyCorrection.places
    let readings = request.meterValue.flatMap { $0.reading(receivedAt: receivedAt, places: places) }
    guard !readings.isEmpty else { return reply(id, EmptyPayload()) }
    let claimed = request.transactionId
    let intake = ReadingIntake(
      readings: readings, chargePointKey: live.record.key, chargePointID: live.record.id,
      connector: request.connectorId, claimedTransactionID: claimed,
      isOpen: claimed.map { live.connector(running: $0) != nil } ?? false,
      bound: PendingBound(live, site.limits), receivedAt: receivedAt)
    replyAfter(id, keeping: intake.keep) { kept in
      if let key = kept.toCheck { site.events.note(.toCheck(key)) }
      if kept.late, let claimed { site.events.note(.transaction(claimed)) }
      site.show(request, readings, at: live)
      site.noteLoad(request, at: live)
      return EmptyPayload()
    }
  }

  private func understood(_ sent: MeterValues.Request, at arrival: Instant) -> MeterValues.Request {
    var request = sent
    var newest = sent.meterValue.last?.timestamp ?? WireTime.none
    hear(&newest, at: arrival)
    readLocal(&request.meterValue, at: arrival)
    return request
  }
}

extension ChargingSite {
  /// Puts the newest register value and the power on the board.
  func show(_ request: MeterValues.Request, _ readings: [MeterReading], at live: LiveChargePoint) {
    let shown =
      request.transactionId.flatMap { live.connector(running: $0)?.connector } ?? request.connectorId
    let power = request.meterValue.last(where: { $0.powerW != nil })?.powerW
    live.change(shown) { connector in
      guard var transaction = connector.transaction, transaction.id == request.transactionId else { return }
      let before = transaction.lastReading
      for reading in readings where reading.source != .transactionBegin {
        // A stamp from the future must not stand above everything that follows.
        let at = min(reading.at, reading.receivedAt)
        guard let register = reading.energyMilliWh, at >= transaction.lastReading.at else { continue }
        if register > transaction.lastReading.energyMilliWh {
          noteRise(on: shown, until: reading.at, at: live)
        }
        transaction.lastReading = RegisterReading(at: at, energyMilliWh: register)
      }
      if let power {
        connector.powerW = power
        transaction.power.note(powerW: power, from: before, to: transaction.lastReading)
      }
      connector.transaction = transaction
    }
    events.note(.connector(live.record.id, shown))
  }
}

/// Readings of one MeterValues message, and the one write that keeps them.
struct ReadingIntake: Sendable {
  let readings: [MeterReading]
  let chargePointKey: Int64
  let chargePointID: String
  let connector: Int
  let claimedTransactionID: Int64?
  /// Whether the board shows the claimed transaction as running here, which saves looking it up.
  let isOpen: Bool
  let bound: PendingBound
  let receivedAt: Instant

  struct Kept: Sendable {
    var toCheck: Int64?
    var late = false
  }

  func keep(in file: WriteConnection) throws -> Kept {
    try bound.check(\.readings, in: file)
    guard let claimed = claimedTransactionID else {
      try append(to: .connector(key: try connectorKey(file)), late: false, file)
      return Kept()
    }
    if isOpen {
      try append(to: .transaction(claimed), late: false, file)
      return Kept()
    }
    guard let transaction = try file.transaction(id: claimed), transaction.chargePointKey == chargePointKey
    else {
      return try keepUnclaimed(claimed, file)
    }
    // What comes before the real stop is not late.
    let late = transaction.stoppedAt != nil && Flag.assumedStop.isDisjoint(with: transaction.flags)
    try append(to: .transaction(claimed), late: late, file)
    if late { try file.addFlag(.late, transactionID: claimed, at: receivedAt) }
    return Kept(toCheck: nil, late: late)
  }

  /// The wallbox names a transaction that is not ours, or not its own: kept with the connector, and shown.
  private func keepUnclaimed(_ claimed: Int64, _ file: WriteConnection) throws -> Kept {
    try append(to: .connector(key: try connectorKey(file)), late: false, file)
    let note = ToCheckNote(
      kind: ToCheckItem.Kind.orphanReadings, about: Self.unclaimed(claimed, chargePointKey: chargePointKey),
      chargePointID: chargePointID, connector: connector, details: ["claimed": String(claimed)])
    return Kept(toCheck: try note.write(to: file, at: receivedAt))
  }

  /// What a line "to check" about readings of a transaction that is not known is about.
  static func unclaimed(_ claimed: Int64, chargePointKey: Int64) -> String {
    "readings \(chargePointKey) \(claimed)"
  }

  private func connectorKey(_ file: WriteConnection) throws -> Int64 {
    try file.connectorKey(chargePointKey: chargePointKey, connector: connector)
  }

  private func append(to series: ReadingSeries, late: Bool, _ file: WriteConnection) throws {
    for var reading in readings {
      reading.late = late
      try file.appendReading(reading, to: series)
    }
  }
}
