/// Why the bytes of a zone file cannot be used.
package struct ZoneFileError: Error, Equatable, Sendable {
  package var reason: String
}

extension TimeZoneRules {
  /// Reads a TZif file (RFC 8536): the 64-bit block and the footer of versions 2 to 4, the only block of
  /// version 1. Throws what is wrong with bytes that are no such file.
  package init(tzif bytes: [UInt8]) throws(ZoneFileError) {
    var reader = ZoneFileReader(bytes: bytes)
    self = try reader.rules()
  }
}

private struct ZoneFileReader {
  let bytes: [UInt8]
  var position = 0

  struct Header {
    var version: UInt8
    var utCount, standardCount, leapCount, timeCount, typeCount, characterCount: Int

    func blockLength(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4)
        + standardCount + utCount
    }
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func rules() throws(ZoneFileError) -> TimeZoneRules {
    let first = try header()
    guard first.version >= UInt8(ascii: "2") else { return try block(first, timeSize: 4, footer: false) }
    try skip(first.blockLength(timeSize: 4))
    return try block(header(), timeSize: 8, footer: true)
  }

  private mutating func header() throws(ZoneFileError) -> Header {
    let magic = try take(4)
    guard magic.elementsEqual("TZif".utf8) else { throw ZoneFileError(reason: "not a TZif file") }
    let version = try take(16).first ?? 0
    var counts: [Int] = []
    for _ in 0..<6 { counts.append(try integer(size: 4)) }
    guard counts.allSatisfy({ (0...bytes.count).contains($0) }), (1...256).contains(counts[4]) else {
      throw ZoneFileError(reason: "impossible counts in the header")
    }
    return Header(
      version: version, utCount: counts[0], standardCount: counts[1], leapCount: counts[2],
      timeCount: counts[3], typeCount: counts[4], characterCount: counts[5])
  }

  private mutating func block(
    _ header: Header, timeSize: Int, footer: Bool
  ) throws(ZoneFileError) -> TimeZoneRules {
    let end = position + header.blockLength(timeSize: timeSize)
    var times: [Int] = []
    for _ in 0..<header.timeCount { times.append(try integer(size: timeSize)) }
    let indices = try take(header.timeCount)
    var types: [Int] = []
    for _ in 0..<header.typeCount {
      types.append(try integer(size: 4))
      try skip(2)
    }
    let ordered = zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
    guard ordered, indices.allSatisfy({ Int($0) < types.count }),
      types.allSatisfy({ (-93_600...93_600).contains($0) })
    else { throw ZoneFileError(reason: "transitions out of order, of unknown type or of impossible offset") }
    position = end
    return TimeZoneRules(
      transitions: times, offsets: indices.map { types[Int($0)] }, firstOffset: types[0],
      future: footer ? try self.footer() : nil)
  }

  /// The TZ string between two line feeds; empty means that there is no rule for the time after.
  private mutating func footer() throws(ZoneFileError) -> PosixZone? {
    let newline = UInt8(ascii: "\n")
    guard try take(1).first == newline, let end = bytes[position...].firstIndex(of: newline) else {
      throw ZoneFileError(reason: "no footer")
    }
    let text = bytes[position..<end]
    guard !text.isEmpty else { return nil }
    guard let zone = PosixZoneReader.read(text) else {
      throw ZoneFileError(reason: "footer is not a POSIX TZ string")
    }
    return zone
  }

  /// Big-endian, two's complement.
  private mutating func integer(size: Int) throws(ZoneFileError) -> Int {
    let raw = try take(size).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return size == 4 ? Int(Int32(truncatingIfNeeded: raw)) : Int(Int64(bitPattern: raw))
  }

  private mutating func skip(_ count: Int) throws(ZoneFileError) { _ = try take(count) }

  private mutating func take(_ count: Int) throws(ZoneFileError) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw ZoneFileError(reason: "cut off") }
    defer { position += count }
    return bytes[position..<(position + count)]
  }
}
