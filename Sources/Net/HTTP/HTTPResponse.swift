/// An answer; Net adds Content-Length, Date and Connection.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: [(String, String)]
  package var body: [UInt8]

  package init(status: Int, headers: [(String, String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// An answer of plain text.
  package init(status: Int, text: String, headers: [(String, String)] = []) {
    self.init(
      status: status, headers: headers + [("Content-Type", "text/plain; charset=utf-8")],
      body: [UInt8](text.utf8))
  }
}

/// How the body of an answer is delimited (RFC 9112, 6).
enum BodyFraming {
  case length(Int)
  case chunked
  case untilClose
  /// 101, 204, 304: no body, and no header that speaks of one.
  case none
}

/// The head of an answer as bytes.
func responseHead(
  status: Int, headers: [(String, String)], framing: BodyFraming, connection: String?, date: [UInt8]
) -> [UInt8] {
  var head: [UInt8] = []
  head.reserveCapacity(256)
  func line(_ name: String, _ value: String) {
    head.append(contentsOf: name.utf8)
    head.append(contentsOf: ": ".utf8)
    // A value from outside must not be able to begin a header of its own.
    head.append(contentsOf: value.utf8.lazy.map { HTTPSyntax.isFieldValue($0) ? $0 : 0x20 })
    head.append(contentsOf: "\r\n".utf8)
  }
  head.append(contentsOf: "HTTP/1.1 \(status) \(HTTPSyntax.phrase(status))\r\n".utf8)
  for (name, value) in headers { line(name, value) }
  switch framing {
  case .length(let count): line("Content-Length", String(count))
  case .chunked: line("Transfer-Encoding", "chunked")
  case .untilClose, .none: break
  }
  if let connection { line("Connection", connection) }
  head.append(contentsOf: "Date: ".utf8)
  head.append(contentsOf: date)
  head.append(contentsOf: "\r\n\r\n".utf8)
  return head
}
