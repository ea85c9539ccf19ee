/// Collects lines that end in CRLF from pieces of any size (RFC 9112, 2.2).
struct LineReader {
  /// The line that has begun but not ended.
  private(set) var partial: [UInt8] = []

  /// Takes bytes from the front of `input` up to the end of a line, and returns the line without its CRLF;
  /// nil: all of `input` was taken and the line goes on. A bare CR or LF is refused, because programs that
  /// read such lines differently can be played off against each other.
  /// - Parameter limit: what the line may have at most, in bytes; beyond it `tooLong` is thrown.
  mutating func next(
    _ input: inout UnsafeRawBufferPointer, limit: Int, tooLong: @autoclosure () -> HTTPFault
  ) throws(HTTPFault) -> [UInt8]? {
    let end = input.firstIndex(of: 0x0A).map { $0 + 1 }
    let part = UnsafeRawBufferPointer(rebasing: input[..<(end ?? input.count)])
    let room = limit + 2 - partial.count
    partial.append(contentsOf: part.prefix(max(0, room)))
    guard part.count <= room else { throw tooLong() }
    input = UnsafeRawBufferPointer(rebasing: input[part.count...])
    guard end != nil else { return nil }
    let line = partial.dropLast(2)
    guard partial.count >= 2, partial[partial.count - 2] == 0x0D, !line.contains(0x0D) else {
      throw HTTPFault(status: 400, reason: "A line does not end in CR LF.")
    }
    partial = []
    return [UInt8](line)
  }
}

/// A header line as lower-case name and trimmed value (RFC 9112, 5).
func headerField(_ line: [UInt8]) throws(HTTPFault) -> (name: String, value: String) {
  guard let first = line.first, !HTTPSyntax.isSpace(first) else {
    throw HTTPFault(status: 400, reason: "A header is folded over several lines.")
  }
  guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
    throw HTTPFault(status: 400, reason: "A header line has no colon.")
  }
  let name = line[..<colon]
  guard !name.isEmpty, name.allSatisfy(HTTPSyntax.isToken) else {
    throw HTTPFault(
      status: 400, reason: "A header's name has a space or another character that may not be there.")
  }
  var value = line[(colon + 1)...]
  guard value.allSatisfy(HTTPSyntax.isFieldValue) else {
    throw HTTPFault(status: 400, reason: "A header's value has a control character.")
  }
  while let byte = value.first, HTTPSyntax.isSpace(byte) { value.removeFirst() }
  while let byte = value.last, HTTPSyntax.isSpace(byte) { value.removeLast() }
  return (
    String(decoding: name.map(HTTPSyntax.lowercased), as: UTF8.self), String(decoding: value, as: UTF8.self)
  )
}
