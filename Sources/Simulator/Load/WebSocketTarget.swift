/// The address of the server under load.
package struct WebSocketTarget: Sendable, Equatable {
  /// A name or a number, IPv6 without brackets.
  package var host: String
  package let port: UInt16
  /// Begins with a slash, does not end with one; empty when there is none.
  package let path: String

  package init(_ url: String) throws(LoadOptionProblem) {
    func refuse(_ why: String) -> LoadOptionProblem {
      LoadOptionProblem(option: "--url", why: why, fix: "--url ws://127.0.0.1:8080/ocpp")
    }
    guard !url.hasPrefix("wss://") else { throw refuse("encrypted connections (wss) are not simulated yet") }
    guard url.hasPrefix("ws://") else { throw refuse("“\(url)” does not begin with ws://") }
    let rest = url.dropFirst("ws://".count)
    let authority = rest.prefix { $0 != "/" }
    var path = rest.dropFirst(authority.count)
    while path.hasSuffix("/") { path.removeLast() }
    guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3F && $0 != 0x23 }) else {
      throw refuse("the path has characters that do not belong there")
    }
    var host = authority
    var port: UInt16? = 80
    if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
      host = authority[..<colon]
      port = UInt16(authority[authority.index(after: colon)...])
    }
    guard let port, port > 0 else { throw refuse("“\(authority)” has no port from 1 to 65535") }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty else { throw refuse("it names no host") }
    self.host = String(host)
    self.port = port
    self.path = String(path)
  }

  /// The address a charge point dials (OCPP-J 1.6, 3.1.1).
  package func url(chargePoint id: String) -> String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "ws://\(name):\(port)\(path)/\(id)"
  }
}
