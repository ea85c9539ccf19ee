import Domain
package import Net
package import OCPP

/// A wallbox that pretends: it speaks OCPP 1.6 over a real socket as a good one does, with one call at a
/// time, a memory for what must arrive, and patience when the server is gone. What it charges, and when,
/// others tell it.
@NetworkLoop
package final class PretendChargePoint {
  package let identity: WallboxIdentity
  /// Who is asked when the server wants something.
  package weak var machine: (any PretendOperator)?
  /// Called with everything a server should not have done.
  package var onProblem: (@NetworkLoop (WallboxProblem) -> Void)?

  let url: String
  let timing: WallboxTiming
  let time: SiteTime
  let transactionIDs: TransactionIDs
  var queue = CallQueue()
  var configuration: PretendConfiguration
  var localList = PretendLocalList()
  var profiles: PretendChargingProfiles
  /// Came with a remote start, for the charge that this card begins.
  var broughtProfile: (idTag: String, profile: ChargingProfile)?
  var reservation: PretendReservation?
  var reservationEnd: LoopTimer?
  var certificates = PretendCertificates()
  var transfers = PretendTransfers()
  /// The charge that runs.
  private(set) var running: PretendTransaction?
  var socket: WebSocket?
  var connection = Connection.off
  var backOffMs = 0
  var waiter: LoopTimer?
  var heartbeat: LoopTimer?
  var heartbeatMs = 300_000
  /// Whether the server accepted it since it was switched on.
  package internal(set) var isAccepted = false
  /// What the connectors last said of themselves, said again after every new connection.
  var statuses: [Int: StatusNotification.Request] = [:]
  private var sequence: UInt64 = 0

  enum Connection {
    /// Without power or without network.
    case off
    case connecting, open
    /// Waits until it dials again.
    case waiting
  }

  /// - Parameters:
  ///   - url: the server's OCPP address including the wallbox's id, `ws://HOST:PORT/ocpp/ID`.
  ///   - time: the clock that its messages, limits and reservations go by.
  ///   - transactionIDs: shared by all wallboxes of one server.
  package init(
    identity: WallboxIdentity, url: String, timing: WallboxTiming = WallboxTiming(), time: SiteTime,
    transactionIDs: TransactionIDs
  ) {
    self.identity = identity
    self.url = url
    self.timing = timing
    self.time = time
    configuration = PretendConfiguration(measurands: identity.measurands)
    profiles = PretendChargingProfiles(supply: identity.supply)
    self.transactionIDs = transactionIDs
  }

  /// Whether a connection stands.
  package var isConnected: Bool { connection == .open }

  /// How many messages wait for an answer or to be sent.
  package var unanswered: Int { queue.count }

  /// The value of a configuration key (OCPP 1.6, chapter 9); the server may have changed it.
  package func configured(_ key: String) -> String? { configuration[key] }

  /// Tells the state of a connector now, and again after each new connection.
  package func tell(_ status: StatusNotification.Request) {
    statuses[status.connectorId] = status
    if isConnected, isAccepted { send(.status(status)) }
  }

  /// Asks whether a card may charge. `answered` gets nil when there is no connection or no usable answer.
  /// With the key LocalPreAuthorize a card that is on the local list needs no question.
  package func authorize(idTag: String, answered: @escaping @NetworkLoop (IdTagInfo?) -> Void) {
    guard isConnected, isAccepted else { return answered(nil) }
    if configuration.isOn("LocalPreAuthorize"), let info = listed(idTag), info.status == .accepted {
      return answered(info)
    }
    send(.authorize(idTag: idTag, answered: answered))
  }

  /// Begins a transaction; the message is kept until it is answered.
  package func start(_ request: StartTransaction.Request) -> PretendTransaction {
    let transaction = PretendTransaction(request)
    running = transaction
    if let brought = broughtProfile, brought.idTag == request.idTag {
      _ = set(brought.profile, connector: 1)
    }
    broughtProfile = nil
    send(.start(transaction))
    return transaction
  }

  /// Delivers measurements of a transaction, kept until they are answered.
  package func sample(_ values: [MeterValue], of transaction: PretendTransaction) {
    send(.sample(transaction, values))
  }

  /// Ends a transaction. The id in `request` is replaced by the server's, once it is known.
  package func stop(_ request: StopTransaction.Request, of transaction: PretendTransaction) {
    if running === transaction {
      running = nil
      profiles.chargeEnded()
    }
    send(.stop(transaction, request))
  }

  /// Adds a message to those that go out in order.
  func send(_ call: WallboxCall) {
    queue.append(call)
    sendNext()
  }

  /// Sends the next message if none is on its way and the server listens.
  func sendNext() {
    guard connection == .open, waiter == nil, let socket else { return }
    guard isAccepted || queue.next == .bootNotification else { return }
    guard let (call, attempt) = queue.take() else { return }
    sequence += 1
    let id = MessageID(text: "\(identity.id)-\(sequence)")
    let timer = NetworkLoop.after(milliseconds: timing.replyTimeoutMs) { [weak self] in self?.timedOut() }
    queue.inFlight = .init(id: id, call: call, attempt: attempt, timer: timer)
    socket.send(text: call.frame(id, from: identity))
  }

  func report(_ kind: WallboxProblem.Kind, _ text: String) {
    onProblem?(WallboxProblem(chargePoint: identity.id, kind: kind, text: text))
  }
}
