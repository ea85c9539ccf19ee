import Domain

/// Request line and headers (RFC 9112, 3 and 5), and what follows from them.
struct RequestHead {
  let method: String
  let target: String
  /// 0 for HTTP/1.0.
  let minorVersion: Int
  /// Names in lower case.
  private(set) var headers: [(name: String, value: String)] = []

  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

  /// Some wallboxes put their name with raw spaces into the address; so the target is everything between the
  /// first space and the last one. `check` refuses that for all who do not ask for a WebSocket.
  init(line: [UInt8]) throws(HTTPFault) {
    let space = UInt8(ascii: " ")
    guard let first = line.firstIndex(of: space), let last = line.lastIndex(of: space) else {
      throw HTTPFault(status: 400, reason: "The request line has no target or no version.")
    }
    let version = line[(last + 1)...]
    guard version.starts(with: "HTTP/".utf8), version.count == 8, version[last + 7] == UInt8(ascii: ".")
    else {
      throw HTTPFault(status: 400, reason: "The request line does not end in an HTTP version.")
    }
    guard version[last + 6] == UInt8(ascii: "1"), 0x30...0x39 ~= version[last + 8] else {
      throw HTTPFault(status: 505, reason: "Only HTTP/1.1 is spoken here.")
    }
    minorVersion = Int(version[last + 8] - 0x30)
    method = String(decoding: line[..<first], as: UTF8.self)
    guard first < last, !method.isEmpty, line[..<first].allSatisfy(HTTPSyntax.isToken) else {
      throw HTTPFault(status: 400, reason: "The request line is not well-formed.")
    }
    let between = line[(first + 1)..<last]
    guard !between.isEmpty, between.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw HTTPFault(status: 400, reason: "The request's target is empty or has a control character.")
    }
    target = String(decoding: between, as: UTF8.self)
    guard Self.methods.contains(method) else {
      throw HTTPFault(status: 501, reason: "The method is not known here.")
    }
  }

  mutating func add(_ line: [UInt8]) throws(HTTPFault) {
    headers.append(try headerField(line))
  }

  func values(_ name: String) -> [String] {
    headers.filter { $0.name == name }.map(\.value)
  }

  /// The elements of a comma-separated header, lower case.
  func tokens(_ name: String) -> [String] {
    values(name).flatMap { $0.lowercased().split(separator: ",").map { trimmed(String($0)) } }
  }

  /// Whether the connection may serve another request after this one (RFC 9112, 9.3).
  var keepsAlive: Bool {
    let options = tokens("connection")
    if options.contains("close") { return false }
    return minorVersion > 0 || options.contains("keep-alive")
  }

  /// What can only be judged once all headers are there.
  func check() throws(HTTPFault) {
    let wantsWebSocket = tokens("upgrade").contains("websocket")
    let hosts = values("host").count
    guard hosts <= 1 else { throw HTTPFault(status: 400, reason: "The request names more than one host.") }
    if wantsWebSocket { return }
    guard hosts == 1 || minorVersion == 0 else {
      throw HTTPFault(status: 400, reason: "The request has no Host header.")
    }
    let first = target.utf8.first
    guard !target.utf8.contains(0x20),
      first == UInt8(ascii: "/") || target == "*" || target.lowercased().hasPrefix("http")
    else { throw HTTPFault(status: 400, reason: "The request's target is not well-formed.") }
  }
}

// The body that follows.
extension RequestHead {
  enum Body {
    case length(Int)
    case chunked
  }

  /// How the body is delimited (RFC 9112, 6.3). Whatever two readers could understand differently is refused.
  func body(limit: Int) throws(HTTPFault) -> Body {
    let lengths = values("content-length")
    let codings = tokens("transfer-encoding")
    guard !values("transfer-encoding").isEmpty else {
      return .length(try Self.length(lengths, limit: limit))
    }
    guard lengths.isEmpty, minorVersion > 0 else {
      throw HTTPFault(status: 400, reason: "The request gives its length in two ways.")
    }
    guard codings == ["chunked"] else {
      let twice = codings.filter { $0 == "chunked" }.count > 1
      throw HTTPFault(
        status: twice ? 400 : 501, reason: "The only transfer coding understood here is chunked.")
    }
    return .chunked
  }

  private static func length(_ values: [String], limit: Int) throws(HTTPFault) -> Int {
    guard let first = values.first else { return 0 }
    guard values.allSatisfy({ $0 == first }), !first.isEmpty,
      first.utf8.allSatisfy({ 0x30...0x39 ~= $0 })
    else { throw HTTPFault(status: 400, reason: "The Content-Length is not one number.") }
    guard let length = Int(first), length <= limit else { throw .bodyTooLarge(limit) }
    return length
  }

  /// Whether the client waits for our consent before it sends the body (RFC 9110, 10.1.1).
  func expectsContinue() throws(HTTPFault) -> Bool {
    let expectations = tokens("expect")
    guard !expectations.isEmpty, minorVersion > 0 else { return false }
    guard expectations == ["100-continue"] else {
      throw HTTPFault(status: 417, reason: "The request expects something unknown.")
    }
    return true
  }
}

extension HTTPFault {
  static func requestLineTooLong(_ limit: Int) -> HTTPFault {
    HTTPFault(status: 414, reason: "The request line is longer than \(limit) bytes.")
  }

  static func headersTooLong(_ limits: Limits) -> HTTPFault {
    HTTPFault(
      status: 431,
      reason: "The headers are longer than \(limits.headerBytes) bytes or more than \(limits.headerCount).")
  }

  static func bodyTooLarge(_ limit: Int) -> HTTPFault {
    HTTPFault(status: 413, reason: "The request's body is larger than \(limit) bytes.")
  }
}
