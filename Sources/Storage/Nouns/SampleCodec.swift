internal import Domain

/// How the samples of a reading stand in the file. Per sample three bytes: measurand; phase (4 bits),
/// location (3), whether the value is packed (1); unit (5), format (2). Then the names that have no code,
/// each with its length, then the value: digits packed two to a byte, anything else as it is. Every text
/// comes back exactly. A first byte of 0xF0 or more is kept free for another layout.
enum SampleCodec {
  static func encode(_ samples: [MeterReading.Sample]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(samples.count * 8)
    for sample in samples { append(sample, to: &out) }
    return out
  }

  /// Nil: not written by `encode`.
  static func decode(_ bytes: [UInt8]) -> [MeterReading.Sample]? {
    var reader = ByteReader(bytes: bytes)
    var samples: [MeterReading.Sample] = []
    while !reader.isAtEnd {
      guard let sample = sample(from: &reader) else { return nil }
      samples.append(sample)
    }
    return samples
  }

  private static func append(_ sample: MeterReading.Sample, to out: inout [UInt8]) {
    let measurand = SampleNames.measurands.code(of: sample.measurand)
    let phase = SampleNames.phases.code(of: sample.phase)
    let location = SampleNames.locations.code(of: sample.location)
    let unit = SampleNames.units.code(of: sample.unit)
    let format = SampleNames.formats.code(of: sample.format)
    let isPacked = PackedDigits.canPack(sample.value)
    out.append(measurand)
    out.append(phase << 4 | location << 1 | (isPacked ? 1 : 0))
    out.append(unit << 3 | format << 1)
    if measurand == SampleNames.measurands.escape { appendText(sample.measurand, to: &out) }
    if phase == SampleNames.phases.escape { appendText(sample.phase ?? "", to: &out) }
    if location == SampleNames.locations.escape { appendText(sample.location ?? "", to: &out) }
    if unit == SampleNames.units.escape { appendText(sample.unit ?? "", to: &out) }
    if format == SampleNames.formats.escape { appendText(sample.format ?? "", to: &out) }
    if isPacked { PackedDigits.append(sample.value, to: &out) } else { appendText(sample.value, to: &out) }
  }

  private static func appendText(_ text: String, to out: inout [UInt8]) {
    out.appendVarint(text.utf8.count)
    out.append(contentsOf: text.utf8)
  }

  private static func sample(from reader: inout ByteReader) -> MeterReading.Sample? {
    guard let measurandCode = reader.byte(), let second = reader.byte(), let third = reader.byte(),
      let measurand = SampleNames.measurands.name(of: measurandCode, &reader), let measurand,
      let phase = SampleNames.phases.name(of: second >> 4, &reader),
      let location = SampleNames.locations.name(of: second >> 1 & 0x7, &reader),
      let unit = SampleNames.units.name(of: third >> 3, &reader),
      let format = SampleNames.formats.name(of: third >> 1 & 0x3, &reader),
      let value = second & 1 == 1 ? PackedDigits.read(from: &reader) : reader.text()
    else { return nil }
    return MeterReading.Sample(
      measurand: measurand, phase: phase, location: location, unit: unit, format: format, value: value)
  }
}

extension [UInt8] {
  /// A length: seven bits per byte, the lowest first, the top bit says that more follow.
  fileprivate mutating func appendVarint(_ value: Int) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}

/// Reads bytes from the front; nil at the end.
struct ByteReader {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func length() -> Int? {
    var value = 0
    for shift in stride(from: 0, through: 28, by: 7) {
      guard let next = byte() else { return nil }
      value |= Int(next & 0x7F) << shift
      if next < 0x80 { return value }
    }
    return nil
  }

  mutating func slice(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= bytes.count - position else { return nil }
    defer { position += count }
    return bytes[position..<(position + count)]
  }

  mutating func text() -> String? {
    guard let count = length(), let slice = slice(count) else { return nil }
    return String(decoding: slice, as: UTF8.self)
  }
}

/// Texts of up to 255 characters out of sixteen, two characters to a byte.
private enum PackedDigits {
  private static let alphabet = Array("0123456789.-+ ,E".utf8)
  private static let codes: [UInt8] = {
    var codes = [UInt8](repeating: 0xFF, count: 256)
    for (code, character) in alphabet.enumerated() { codes[Int(character)] = UInt8(code) }
    return codes
  }()

  static func canPack(_ text: String) -> Bool {
    text.utf8.count <= 0xFF && text.utf8.allSatisfy { codes[Int($0)] != 0xFF }
  }

  static func append(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(truncatingIfNeeded: text.utf8.count))
    var high: UInt8?
    for character in text.utf8 {
      let code = codes[Int(character)]
      guard let first = high else {
        high = code
        continue
      }
      out.append(first << 4 | code)
      high = nil
    }
    if let high { out.append(high << 4) }
  }

  static func read(from reader: inout ByteReader) -> String? {
    guard let count = reader.byte(), let packed = reader.slice((Int(count) + 1) / 2) else { return nil }
    var characters: [UInt8] = []
    characters.reserveCapacity(Int(count) + 1)
    for byte in packed {
      characters.append(alphabet[Int(byte >> 4)])
      characters.append(alphabet[Int(byte & 0xF)])
    }
    return String(decoding: characters.prefix(Int(count)), as: UTF8.self)
  }
}
