import Formats
import Glibc

/// Asks a running service over its control socket: one request, one connection, blocking.
struct ControlClient {
  let path: String

  /// The JSON answer of a POST; a refusal becomes a complaint with the service's own words.
  func post(_ target: String, _ body: JSONValue) throws(Complaint) -> JSONValue {
    try json(of: try exchange(request("POST", target, body.serialized)))
  }

  /// The JSON answer of a GET.
  func get(_ target: String) throws(Complaint) -> JSONValue {
    try json(of: try exchange(request("GET", target, [])))
  }

  private func json(of answer: [UInt8]) throws(Complaint) -> JSONValue {
    guard let headEnd = answer.firstRange(of: Array("\r\n\r\n".utf8)) else {
      throw failed("it sent no answer")
    }
    let head = String(decoding: answer[..<headEnd.lowerBound], as: UTF8.self)
    let status = head.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) } ?? 0
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue.parse(Array(answer[headEnd.upperBound...]))
    } catch {
      throw failed("it sent no JSON (status \(status))")
    }
    guard (200..<300).contains(status) else {
      let code = status == 422 || status == 400 ? Complaint.usageCode : Complaint.failedCode
      throw Complaint(
        exitCode: code, what: json["title"]?.stringValue ?? "service",
        why: Self.withoutFullStop(json["detail"]?.stringValue ?? "status \(status)"),
        fix: json["fix"]?.stringValue ?? "wattkeeper help")
    }
    return json
  }

  private func request(_ method: String, _ target: String, _ body: [UInt8]) -> [UInt8] {
    let head = [
      "\(method) \(target) HTTP/1.1", "Host: localhost", "Content-Type: application/json",
      "Content-Length: \(body.count)", "Connection: close", "", "",
    ]
    return Array(head.joined(separator: "\r\n").utf8) + body
  }

  /// Whether there is no socket, or nobody behind it: the service is just starting or just ending.
  func isDeserted() throws(Complaint) -> Bool {
    switch try attempt() {
    case .success(let descriptor):
      close(descriptor)
      return false
    case .failure(let failure): return failure.code == ENOENT || failure.code == ECONNREFUSED
    }
  }

  private struct Failure: Error {
    let code: Int32
  }

  private func exchange(_ request: [UInt8]) throws(Complaint) -> [UInt8] {
    let descriptor = try connected()
    defer { close(descriptor) }
    var rest = request[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw failed(String(cString: strerror(errno))) }
      rest = rest.dropFirst(count)
    }
    var answer: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
      let count = recv(descriptor, &part, part.count, 0)
      if count == 0 { return answer }
      guard count > 0, answer.count < 4 << 20 else { throw failed(String(cString: strerror(errno))) }
      answer += part[..<count]
    }
  }

  private func connected() throws(Complaint) -> Int32 {
    switch try attempt() {
    case .success(let descriptor): return descriptor
    case .failure(let failure): throw failed(String(cString: strerror(failure.code)))
    }
  }

  private func attempt() throws(Complaint) -> Result<Int32, Failure> {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard bytes.count <= room else { throw failed("the path is longer than \(room) bytes") }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw failed(String(cString: strerror(errno))) }
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      let code = errno
      close(descriptor)
      return .failure(Failure(code: code))
    }
    return .success(descriptor)
  }

  private func failed(_ why: String) -> Complaint {
    .failed(
      path, "the running service does not answer there: \(why)", fix: "run it as the service's own user")
  }

  private static func withoutFullStop(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
