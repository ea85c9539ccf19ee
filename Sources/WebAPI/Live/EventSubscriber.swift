import Domain
import Net

/// Who follows the events, and what of them is theirs to see.
struct EventAudience: Sendable {
  let role: Role
  let tenantID: String?
  let signInKey: Int64?
  let tokenKey: Int64?
}

/// One open stream.
@NetworkLoop
final class EventSubscriber {
  let stream: HTTPStream
  let address: String
  let audience: EventAudience
  private var beats = 0

  /// After an hour the browser must ask again, and so prove again who it is.
  static let mostBeats = 3_600_000 / EventHub.heartbeatMs

  init(stream: HTTPStream, address: String, audience: EventAudience) {
    self.stream = stream
    self.address = address
    self.audience = audience
  }

  /// The first bytes, so that the browser knows it is connected.
  func greet() { write("retry: 3000\n\n") }

  func send(id: String, kind: String, data: [UInt8]) {
    var bytes = Array("id: \(id)\nevent: \(kind)\ndata: ".utf8)
    bytes += data
    bytes += Array("\n\n".utf8)
    // A subscriber that is too slow has been closed by the stream; it comes back with its last id.
    _ = stream.write(bytes)
  }

  /// A comment line now and then: proxies close what is silent. False: its hour is over, or nobody
  /// listens.
  func beat() -> Bool {
    beats += 1
    write(":\n\n")
    return stream.isOpen && beats <= Self.mostBeats
  }

  private func write(_ text: String) { _ = stream.write(Array(text.utf8)) }
}
