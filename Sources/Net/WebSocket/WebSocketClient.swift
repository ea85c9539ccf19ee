import CLinux
import Domain
import Glibc

/// Why a WebSocket could not be opened.
package struct ConnectError: Error, Equatable, CustomStringConvertible {
  package var reason: String
  /// The server's status when it answered with something other than 101.
  package var status: Int?

  package init(reason: String, status: Int? = nil) {
    self.reason = reason
    self.status = status
  }

  package var description: String { reason }
}

/// Opens WebSockets to servers (RFC 6455, 4.1), without TLS.
@NetworkLoop
package enum WebSocketClient {
  /// Connects and shakes hands.
  /// - Parameters:
  ///   - url: `ws://host[:port]/path?query`; the path goes out as it stands.
  ///   - subprotocols: offered in this order.
  ///   - headers: sent besides those of the handshake.
  ///   - handler: kept until the socket is closed.
  ///   - timeoutSeconds: for all of it together.
  /// - Throws: `ConnectError`.
  package static func connect(
    url: String, subprotocols: [String] = [], headers: [(String, String)] = [],
    handler: any WebSocketHandler, timeoutSeconds: Int = 10
  ) async throws -> WebSocket {
    guard let address = WebSocketURL(url) else {
      throw ConnectError(reason: "\(url) is not a ws:// address")
    }
    var resolved = ResolvedAddress.numeric(address.host, port: address.port)
    if resolved == nil { resolved = await Resolver.find(address.host, port: address.port) }
    guard let resolved else { throw ConnectError(reason: "the host \(address.host) is not known") }
    return try await withCheckedThrowingContinuation { continuation in
      let handshake = ClientHandshake(
        address: address, subprotocols: subprotocols, headers: headers, handler: handler
      ) { continuation.resume(with: $0) }
      handshake.start(at: resolved, timeoutSeconds: timeoutSeconds)
    }
  }
}

/// The parts of a `ws://` address (RFC 6455, 3).
struct WebSocketURL {
  let host: String
  let port: Int
  let target: String

  init?(_ url: String) {
    guard url.lowercased().hasPrefix("ws://") else { return nil }
    let rest = url.dropFirst(5)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let authority = rest[..<end]
    let path = rest[end...]
    target = path.hasPrefix("/") ? String(path) : "/" + path
    guard target.utf8.allSatisfy({ HTTPSyntax.isFieldValue($0) }) else { return nil }
    var portText: Substring?
    if authority.hasPrefix("["), let bracket = authority.firstIndex(of: "]") {
      host = String(authority[..<bracket].dropFirst())
      portText = authority[bracket...].dropFirst().isEmpty ? nil : authority[bracket...].dropFirst(2)
    } else {
      let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      host = String(parts.first ?? "")
      portText = parts.count > 1 ? parts[1] : nil
    }
    guard !host.isEmpty, let number = Int(portText ?? "80"), 1...65535 ~= number else { return nil }
    port = number
  }

  /// For the Host header.
  var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
