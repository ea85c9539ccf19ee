import Domain

/// Reads requests from bytes as they come (RFC 9112). Knows no socket.
struct HTTPParser {
  enum Step {
    /// All input was taken; the request goes on.
    case incomplete
    /// The client waits for "100 Continue"; call `next` again after sending it.
    case expectsContinue
    /// A request is complete; what is left of the input belongs to the next.
    case request(head: RequestHead, body: [UInt8])
    /// Nothing more can be read from this connection.
    case fault(HTTPFault)
  }

  private enum Stage {
    case requestLine, headers, chunkSize, chunkEnd, trailers, failed
    case body(left: Int)
    case chunk(left: Int)
  }

  private let limits: Limits
  private var stage = Stage.requestLine
  private var lines = LineReader()
  private var head: RequestHead?
  private var headerBytes = 0
  private var emptyLines = 0
  private var body: [UInt8] = []
  private var firstLine: [UInt8] = []

  init(limits: Limits) { self.limits = limits }

  /// Whether nothing of a request has come yet.
  var isIdle: Bool {
    if case .requestLine = stage { return lines.partial.isEmpty }
    return false
  }

  /// Whether the head is complete and the body is under way.
  var isInBody: Bool {
    switch stage {
    case .requestLine, .headers: false
    default: true
    }
  }

  /// What is held of a request that has not come whole.
  var heldBytes: Int { lines.partial.count + headerBytes + body.count }

  /// The request's first line as far as it came, shortened, without control characters.
  var requestLine: String {
    let line = firstLine.isEmpty ? lines.partial : firstLine
    let shown = line.prefix(200).map { HTTPSyntax.isFieldValue($0) ? $0 : UInt8(ascii: "?") }
    return String(decoding: shown, as: UTF8.self)
  }

  /// Takes bytes from the front of `input` until a request is complete, or all are taken.
  mutating func next(_ input: inout UnsafeRawBufferPointer) -> Step {
    do throws(HTTPFault) {
      while true {
        if let step = try advance(&input) { return step }
      }
    } catch {
      stage = .failed
      return .fault(error)
    }
  }

  /// One stage further; nil: there may be more to do with the same input.
  private mutating func advance(_ input: inout UnsafeRawBufferPointer) throws(HTTPFault) -> Step? {
    switch stage {
    case .requestLine: return try readRequestLine(&input)
    case .headers: return try readHeader(&input)
    case .body(let left):
      let rest = left - take(left, from: &input)
      stage = .body(left: rest)
      return rest == 0 ? complete() : .incomplete
    case .chunkSize: return try readChunkSize(&input)
    case .chunk(let left):
      let rest = left - take(left, from: &input)
      stage = rest == 0 ? .chunkEnd : .chunk(left: rest)
      return rest == 0 ? nil : .incomplete
    case .chunkEnd: return try readChunkEnd(&input)
    case .trailers: return try readTrailer(&input)
    case .failed:
      input = UnsafeRawBufferPointer(start: nil, count: 0)
      return .incomplete
    }
  }

  private mutating func take(_ wanted: Int, from input: inout UnsafeRawBufferPointer) -> Int {
    let count = min(wanted, input.count)
    body.append(contentsOf: input[..<count])
    input = UnsafeRawBufferPointer(rebasing: input[count...])
    return count
  }

  private mutating func complete() -> Step? {
    guard let finished = head else { return nil }
    defer { self = HTTPParser(limits: limits) }
    return .request(head: finished, body: body)
  }
}

// The head.
extension HTTPParser {
  private mutating func readRequestLine(_ input: inout UnsafeRawBufferPointer) throws(HTTPFault) -> Step? {
    let limit = limits.requestLineBytes
    let line = try lines.next(&input, limit: limit, tooLong: .requestLineTooLong(limit))
    guard let line else { return .incomplete }
    if line.isEmpty {
      // Tolerated before a request (RFC 9112, 2.2), but not for ever.
      emptyLines += 1
      guard emptyLines <= 4 else { throw HTTPFault(status: 400, reason: "There is no request line.") }
      return nil
    }
    firstLine = line
    head = try RequestHead(line: line)
    stage = .headers
    return nil
  }

  private mutating func readHeader(_ input: inout UnsafeRawBufferPointer) throws(HTTPFault) -> Step? {
    let room = limits.headerBytes - headerBytes
    let line = try lines.next(&input, limit: room, tooLong: .headersTooLong(limits))
    guard let line else { return .incomplete }
    guard !line.isEmpty else { return try endHead(hasInput: !input.isEmpty) }
    headerBytes += line.count + 2
    try head?.add(line)
    guard let count = head?.headers.count, count <= limits.headerCount else { throw .headersTooLong(limits) }
    return nil
  }

  private mutating func endHead(hasInput: Bool) throws(HTTPFault) -> Step? {
    guard let head else { return nil }
    try head.check()
    switch try head.body(limit: limits.bodyBytes) {
    case .length(let length): stage = .body(left: length)
    case .chunked: stage = .chunkSize
    }
    let waits = try head.expectsContinue()
    if case .body(left: 0) = stage { return nil }
    return waits && !hasInput ? .expectsContinue : nil
  }
}

// Chunks (RFC 9112, 7.1).
extension HTTPParser {
  private static let badChunk = HTTPFault(status: 400, reason: "The request's chunks are not well-formed.")

  private mutating func readChunkSize(_ input: inout UnsafeRawBufferPointer) throws(HTTPFault) -> Step? {
    guard let line = try lines.next(&input, limit: 256, tooLong: Self.badChunk) else { return .incomplete }
    // What follows a semicolon are extensions, which mean nothing here.
    var digits = line.prefix { $0 != UInt8(ascii: ";") }
    while let byte = digits.last, HTTPSyntax.isSpace(byte), digits.count < line.count { digits.removeLast() }
    guard 1...15 ~= digits.count, line.allSatisfy(HTTPSyntax.isFieldValue) else { throw Self.badChunk }
    var size = 0
    for digit in digits {
      guard let value = HTTPSyntax.hexValue(digit) else { throw Self.badChunk }
      size = size << 4 | Int(value)
    }
    guard size <= limits.bodyBytes - body.count else { throw .bodyTooLarge(limits.bodyBytes) }
    stage = size == 0 ? .trailers : .chunk(left: size)
    return nil
  }

  private mutating func readChunkEnd(_ input: inout UnsafeRawBufferPointer) throws(HTTPFault) -> Step? {
    guard let line = try lines.next(&input, limit: 0, tooLong: Self.badChunk) else { return .incomplete }
    guard line.isEmpty else { throw Self.badChunk }
    stage = .chunkSize
    return nil
  }

  /// Trailers are checked like headers and dropped: none of them means anything here.
  private mutating func readTrailer(_ input: inout UnsafeRawBufferPointer) throws(HTTPFault) -> Step? {
    let room = limits.headerBytes - headerBytes
    let line = try lines.next(&input, limit: room, tooLong: .headersTooLong(limits))
    guard let line else { return .incomplete }
    guard !line.isEmpty else { return complete() }
    headerBytes += line.count + 2
    _ = try headerField(line)
    return nil
  }
}
