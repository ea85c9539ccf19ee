import Domain
import Glibc
import Testing

/// The zone files of Debian's tzdata, which the product itself reads.
enum ZoneFiles {
  static func bytes(_ name: String) throws -> [UInt8] {
    let file = try #require(fopen("/usr/share/zoneinfo/" + name, "r"), "tzdata is not installed")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  static func rules(_ name: String) throws -> TimeZoneRules { try TimeZoneRules(tzif: bytes(name)) }
}

/// Makes zone files by hand.
struct MadeZone {
  var transitions: [(at: Int64, type: UInt8)] = []
  var offsets: [Int32] = [0]
  var footer = ""
  var version: UInt8 = UInt8(ascii: "2")

  private func block(timeSize: Int) -> [UInt8] {
    var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    for count in [0, 0, 0, transitions.count, offsets.count, 4] { bytes += bigEndian(Int64(count), 4) }
    for transition in transitions { bytes += bigEndian(transition.at, timeSize) }
    bytes += transitions.map(\.type)
    for offset in offsets { bytes += bigEndian(Int64(offset), 4) + [0, 0] }
    return bytes + Array("ABC\0".utf8)
  }

  private func bigEndian(_ value: Int64, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> Int64(8 * (size - 1 - $0))) }
  }

  var bytes: [UInt8] {
    version < UInt8(ascii: "2")
      ? block(timeSize: 4) : block(timeSize: 4) + block(timeSize: 8) + Array("\n\(footer)\n".utf8)
  }
}
