import Billing
package import Domain
package import Net

/// A charge that runs now, as far as its messages tell.
package struct LiveTransaction: Sendable {
  package let id: Int64
  package let presentedIdTag: String
  /// The card's label; nil: the card is not registered.
  package let label: String?
  package let tenantID: String?
  package let tenantName: String?
  /// The guest who charges, if it is one; the tenant is its host then.
  package let guestID: String?
  package let guestName: String?
  package let startedAt: Instant
  package let meterStartMilliWh: Int64
  package let tariffVersionKey: Int64?
  /// The newest register value of this charge.
  package internal(set) var lastReading: RegisterReading
  var power = PowerBesideRegister()

  /// Energy so far; never negative. Registers are bounded where they are read (`WireEnergy`).
  package var energyMilliWh: Int64 { max(0, lastReading.energyMilliWh - meterStartMilliWh) }
}

/// One outlet of a wallbox, as it is now.
package struct LiveConnector: Sendable {
  package let chargePointID: String
  /// 1 and up; 0 is the wallbox as a whole and is not a connector here.
  package let connector: Int
  package internal(set) var status: ConnectorStatus?
  package internal(set) var powerW: Int?
  package internal(set) var transaction: LiveTransaction?

  init(chargePointID: String, connector: Int) {
    self.chargePointID = chargePointID
    self.connector = connector
  }
}

/// A wallbox, as it is now: its record, its connection if there is one, its connectors.
@NetworkLoop package final class LiveChargePoint {
  package internal(set) var record: ChargePoint
  package internal(set) var lastSeenAt: Instant?
  /// In order of their numbers.
  package private(set) var connectors: [LiveConnector] = []
  /// The status of connector 0, when the wallbox told one.
  package internal(set) var wholeStatus: ConnectorStatus?
  /// Where its connectors stand, by their numbers.
  package internal(set) var bays: [Int: Bay] = [:]
  /// Whether a connector may have no bay yet.
  var lacksBays = true
  /// The last card that it presented and that might not charge.
  package internal(set) var lastRefusal: RefusedCard?
  /// How its clock is.
  package internal(set) var clock = ClockGauge()
  /// Whether a line "to check" says that its clock is off.
  var isClockNoted = false
  /// Starts from afar that have not begun.
  var pendingStarts: [PendingStart] = []
  /// Its charges are being ended, because it is gone.
  var isEndingSilent = false
  var link: ChargePointLink?
  var upkeep = UpkeepState()
  /// The newest of its message log; `MessageLog` moves it to the file.
  var messages = MessageBuffer()

  init(record: ChargePoint) {
    self.record = record
    lastSeenAt = record.lastSeenAt
  }

  /// Whether there is a connection now.
  package var isOnline: Bool { link != nil }

  /// The other end of the connection, `ip:port`.
  package var peer: String? { link?.peer }

  /// The connector with this number.
  package func connector(_ number: Int) -> LiveConnector? {
    connectors.first { $0.connector == number }
  }

  /// What a connector looks like to a person.
  package func state(of connector: LiveConnector) -> ConnectorState {
    guard let status = connector.status?.status ?? wholeStatus?.status else {
      return isOnline ? .unavailable : .offline
    }
    return ConnectorState(status: status, isOnline: isOnline)
  }

  /// More outlets than any wallbox has; keeps nonsense from filling the board.
  nonisolated static let highestConnector = 256

  /// Changes a connector; one that was never heard of joins. 0 is the wallbox as a whole and not on the
  /// board.
  func change(_ number: Int, _ body: (inout LiveConnector) -> Void) {
    guard (1...Self.highestConnector).contains(number) else { return }
    if let index = connectors.firstIndex(where: { $0.connector == number }) {
      body(&connectors[index])
      return
    }
    lacksBays = true
    var connector = LiveConnector(chargePointID: record.id, connector: number)
    body(&connector)
    connectors.insert(connector, at: connectors.firstIndex { $0.connector > number } ?? connectors.endIndex)
  }

  /// Whatever is told next of it is news.
  func forget(statusOf number: Int) {
    if number == 0 { wholeStatus = nil } else { change(number) { $0.status = nil } }
  }

  /// The connector on which a transaction runs.
  func connector(running transactionID: Int64) -> LiveConnector? {
    connectors.first { $0.transaction?.id == transactionID }
  }
}
