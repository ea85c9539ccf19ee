import Domain
import Net
import Storage

/// Handshakes that fail: answered, counted, and shown under "to check".
extension ChargingSite {
  /// Who failed to get in.
  struct Caller {
    let address: String
    /// What limits are counted by.
    let network: String
    let asked: String

    init(_ request: HTTPRequest) {
      self.init(address: request.peerAddress, network: request.peerNetwork, asked: request.path)
    }

    init(address: String, network: String, asked: String) {
      self.address = address
      self.network = network
      self.asked = asked
    }
  }

  /// A refusal that is the caller's fault, and counts.
  func refuse(
    _ exchange: HTTPExchange, status: Int, headers: [(String, String)] = [], id: String? = nil,
    _ sentence: String
  ) {
    guard isWithinLimit(exchange) else { return }
    turnAway(exchange, status: status, headers: headers, id: id, sentence)
  }

  func turnAway(
    _ exchange: HTTPExchange, status: Int, headers: [(String, String)] = [], id: String? = nil,
    _ sentence: String
  ) {
    noteHandshake(sentence, Caller(exchange.request), id: id)
    answer(exchange, status: status, headers: headers, sentence)
  }

  /// Counts a handshake that fails or wants an unknown id. False: its network has had too many of them, and
  /// it is answered.
  func isWithinLimit(_ exchange: HTTPExchange) -> Bool {
    guard let seconds = handshakes.failed(exchange.request.peerNetwork, at: now()) else { return true }
    noteFlood(Caller(exchange.request))
    answer(
      exchange, status: 429, headers: [("Retry-After", String(seconds))],
      "Too many wallboxes from this address were refused. Wait \(seconds) seconds, then try again.")
    return false
  }

  private func answer(
    _ exchange: HTTPExchange, status: Int, headers: [(String, String)], _ sentence: String
  ) {
    exchange.respond(HTTPResponse(status: status, text: sentence + "\n", headers: headers))
  }

  func noteHandshake(_ cause: String, _ caller: Caller, id: String? = nil) {
    // The line is found again by what the caller cannot choose, so that nobody can fill the list.
    noteRefusal(cause, caller, about: "\(caller.network) \(id ?? "")", id: id)
  }

  /// One line for all who come while the network has to wait.
  func noteFlood(_ caller: Caller) {
    guard handshakes.isFirstToNote(caller.network) else { return }
    let (most, seconds) = (limits.handshakeFailuresPerAddress, limits.handshakeFailureSeconds)
    noteRefusal(
      "It was refused more than \(most) times in \(seconds) seconds, so only known wallboxes are let in from "
        + "there until it stops.", caller, about: "\(caller.network) too many", id: nil)
  }

  private func noteRefusal(_ cause: String, _ caller: Caller, about: String, id: String?) {
    let kind = ToCheckItem.Kind.handshakeRefused
    note(
      ToCheckNote(
        kind: kind, about: "\(kind) \(about)", chargePointID: id,
        details: ["cause": cause, "remote": caller.address, "asked": String(caller.asked.prefix(200))]))
  }
}
