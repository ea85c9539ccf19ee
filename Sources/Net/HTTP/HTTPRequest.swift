/// A request that arrived whole and well-formed (RFC 9110, RFC 9112).
package struct HTTPRequest: Sendable {
  package var method: String
  /// The path as sent, without the query. Contains raw spaces where a client that asked for a WebSocket sent
  /// them.
  package var path: String
  /// The path's parts between slashes, percent-decoded once, empty ones dropped.
  package var segments: [String]
  /// False when a segment decodes to something that contains a slash, NUL or no UTF-8, or has a broken
  /// escape: that segment stands in `segments` as it was sent.
  package var segmentsValid: Bool
  /// Names and values, decoded, in the order sent.
  package var query: [(String, String)]
  /// Names in lower case and values, in the order sent.
  package var headers: [(String, String)]
  package var body: [UInt8]
  /// Who asks: "192.0.2.1:4711", "[2001:db8::1]:4711" or "unix".
  package var peer: String
  /// The peer's address without the port, or "unix".
  package var peerAddress: String
  /// `peerAddress` as limits are counted: of IPv6 the first 64 bits, "2001:db8::/64".
  package var peerNetwork: String
  /// Whether it came over the unix socket, which only the owner of the process may open.
  package var isControl: Bool

  /// A request put together by hand, as tests do; those of clients are made by the server.
  package init(
    method: String, target: String, headers: [(String, String)] = [], body: [UInt8] = [],
    peer: String = "unix", peerAddress: String = "unix", isControl: Bool = false
  ) {
    let parsed = RequestTarget(target)
    self.method = method
    path = parsed.path
    segments = parsed.segments
    segmentsValid = parsed.segmentsValid
    query = parsed.query
    self.headers = headers.map { ($0.0.lowercased(), $0.1) }
    self.body = body
    self.peer = peer
    self.peerAddress = peerAddress
    peerNetwork = peerAddress
    self.isControl = isControl
  }

  /// The value of a header, its lines joined with ", " when it was sent more than once; nil when it was not.
  package func header(_ name: String) -> String? {
    let name = name.lowercased()
    var found: String?
    for (known, value) in headers where known == name {
      found = found.map { $0 + ", " + value } ?? value
    }
    return found
  }

  /// The elements of a comma-separated header over all its lines, trimmed, empty ones dropped.
  package func list(_ name: String) -> [String] {
    guard let value = header(name) else { return [] }
    return value.utf8.split(separator: UInt8(ascii: ",")).map { trimmed(Substring($0)) }.filter {
      !$0.isEmpty
    }
  }

  /// The first value of a query parameter.
  package func query(_ name: String) -> String? {
    query.first { $0.0 == name }?.1
  }

  /// Whether the client asks for a WebSocket; the rest of the handshake may still be wrong.
  package var wantsUpgrade: Bool {
    list("upgrade").contains { $0.lowercased() == "websocket" }
  }

  /// The subprotocols the client offers, in its order, as it spells them (RFC 6455, 4.1).
  package var offeredSubprotocols: [String] { list("sec-websocket-protocol") }
}

/// Without spaces and tabs at both ends.
func trimmed(_ text: some StringProtocol) -> String {
  let rest = Substring(text)
  let bytes = rest.utf8
  let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
  guard let first = bytes.firstIndex(where: { !isBlank($0) }),
    let last = bytes.lastIndex(where: { !isBlank($0) })
  else { return "" }
  return String(rest[first...last])
}
