import Crypto
import Domain
package import Net
import OCPP
import Storage

/// Who may open a connection, and as whom (OCPP-J 1.6, 3 and 6.2; the errata's leniency towards real
/// wallboxes).
extension ChargingSite {
  static let subprotocol = "ocpp1.6"
  private static let protocolError = 1002

  /// Takes every WebSocket upgrade request: finds the wallbox, checks its password, opens the link.
  package func admit(_ exchange: HTTPExchange) {
    let request = exchange.request
    guard request.segmentsValid, let id = Address.chargePointID(in: request.segments) else {
      return refuse(
        exchange, status: 404,
        "The address names no wallbox: it must end with the wallbox's id, like /ocpp/CP01.")
    }
    if let live = board.chargePoint(id: id) { return open(exchange, live) }
    guard subprotocol(of: request) != nil else { return refuseSpeech(exchange, id: nil) }
    welcome(id, exchange)
  }

  /// A request that Net itself had to refuse; shown under "to check" with its cause and its caller.
  package func noteRefused(_ problem: HTTPProblem) {
    let caller = Caller(address: problem.address, network: problem.network, asked: problem.requestLine)
    guard handshakes.failed(caller.network, at: now()) == nil else { return noteFlood(caller) }
    noteHandshake(problem.reason, caller)
  }

  private func open(_ exchange: HTTPExchange, _ live: LiveChargePoint) {
    let id = live.record.id
    guard passwordIsRight(exchange.request, of: live) else {
      return refuse(
        exchange, status: 401, headers: [("WWW-Authenticate", "Basic realm=\"OCPP\", charset=\"UTF-8\"")],
        id: id, "The password of wallbox \(id) is missing or wrong.")
    }
    switch live.record.state {
    case .blocked: refuse(exchange, status: 403, id: id, "Wallbox \(id) is blocked.")
    case .pending, .accepted: speak(exchange, with: live)
    }
  }

  /// What the wallbox offered and we speak, spelt as it was offered.
  private func subprotocol(of request: HTTPRequest) -> String? {
    request.offeredSubprotocols.first { $0.lowercased() == Self.subprotocol }
  }

  private func speak(_ exchange: HTTPExchange, with live: LiveChargePoint) {
    let known = subprotocol(of: exchange.request)
    let offersNone = exchange.request.offeredSubprotocols.isEmpty
    guard known != nil || (offersNone && live.record.settings.acceptsNoSubprotocol) else {
      return refuseSpeech(exchange, id: live.record.id)
    }
    let link = ChargePointLink(site: self, live: live)
    guard let socket = exchange.upgrade(subprotocol: known, handler: link) else { return }
    socket.maxMessageBytes = live.record.state == .pending ? limits.pendingMessageBytes : limits.messageBytes
    link.opened(socket)
  }

  /// What the standard asks for when nothing common was offered (OCPP-J 1.6, 3.1.2): an open connection
  /// without a subprotocol, closed at once.
  private func refuseSpeech(_ exchange: HTTPExchange, id: String?) {
    let offered = exchange.request.offeredSubprotocols
    let cause =
      offered.isEmpty
      ? "It offers no OCPP version. Set it to OCPP 1.6J, or allow this wallbox to connect without."
      : "It offers only \(offered.joined(separator: ", ")). Set it to OCPP 1.6J."
    guard isWithinLimit(exchange) else { return }
    noteHandshake(cause, Caller(exchange.request), id: id)
    exchange.upgradeThenClose(code: Self.protocolError, reason: "no common subprotocol")
  }

  /// A wallbox that was never seen joins as the setting says. Where a person is asked, those who call under
  /// ever new ids are counted among those who fail.
  private func welcome(_ id: String, _ exchange: HTTPExchange) {
    guard settings.acceptNewChargePoints == .ask else { return join(id, as: .accepted, exchange) }
    guard isWithinLimit(exchange) else { return }
    Task { @NetworkLoop in
      guard await self.makeRoom() else {
        return self.turnAway(
          exchange, status: 503, "Too many new wallboxes wait to be accepted; accept or block some first.")
      }
      self.join(id, as: .pending, exchange)
    }
  }

  /// Makes its record and opens the link; closures instead of a task, because hundreds come back at once.
  private func join(_ id: String, as state: ChargePointState, _ exchange: HTTPExchange) {
    let at = now()
    joining += 1
    store.submit({ file in
      let record =
        try file.chargePoint(id: id)
        ?? file.insertChargePoint(id: id, name: id, state: state, credential: nil, at: at)
      return { NetworkLoop.run { self.joined(record, at: at, exchange) } }
    }) { _ in
      NetworkLoop.run {
        self.joining -= 1
        self.turnAway(
          exchange, status: 503, "The appliance cannot write to its disk now; try again later.")
      }
    }
  }

  private func joined(_ record: ChargePoint, at: Instant, _ exchange: HTTPExchange) {
    joining -= 1
    if let live = board.chargePoint(id: record.id) { return open(exchange, live) }
    let live = LiveChargePoint(record: record)
    live.lastSeenAt = at
    board.add(live)
    events.note(.chargePoint(record.id))
    open(exchange, live)
  }

  /// Whether one more may wait. The longest silent pending wallbox that is not connected makes room.
  private func makeRoom() async -> Bool {
    let waiting = board.pending
    guard waiting.count + joining >= limits.pendingChargePoints else { return true }
    guard let silent = waiting.first(where: { !$0.isOnline }) else { return false }
    do throws(SiteError) {
      try await forgetChargePoint(silent.record.id)
      return true
    } catch {
      report(error, while: "making room for a new wallbox")
      return false
    }
  }

  /// OCPP-J 1.6, 6.2.2: user is the id, the password counts as bytes; split at the first colon, because a
  /// password may contain more. Without a password on our side, what the wallbox offers is ignored.
  private func passwordIsRight(_ request: HTTPRequest, of live: LiveChargePoint) -> Bool {
    let record = live.record
    guard record.credential != nil || record.nextCredential != nil else { return true }
    guard let header = request.header("Authorization"), header.lowercased().hasPrefix("basic "),
      let pair = bytes(base64: header.dropFirst(6).trimmed),
      let colon = pair.firstIndex(of: UInt8(ascii: ":")),
      Array(pair[..<colon]) == Array(record.id.utf8)
    else { return false }
    let offered = Array(pair[(colon + 1)...])
    if record.nextCredential?.matches(offered) == true {
      PasswordChange.conclude(live, on: self)
      return true
    }
    return record.credential?.matches(offered) == true
  }
}

extension StringProtocol {
  /// Without the spaces and tabs around it.
  var trimmed: String {
    let inside = drop { $0 == " " || $0 == "\t" }
    guard let last = inside.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return String(inside[...last])
  }
}
