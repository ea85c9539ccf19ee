import Crypto
package import Domain
import Formats
package import Storage

/// Who did what, in a chain of hashes: whoever changes, drops or adds a line afterwards breaks it.
package enum AuditChain {
  /// The appliance, where it acts without a person.
  package static let appliance = "appliance"

  /// Writes a line behind the last one. `by` is opaque (see `KeptAuditLine`).
  package static func append(
    _ action: String, by: String, _ note: AuditNote, at: Instant, in file: WriteConnection
  ) throws {
    let (note, last) = (note.ofWhatDiffers, try file.lastAuditLine())
    let detail = AuditDetail(
      salt: randomBytes(16), before: note.before.map(text), after: note.after.map(text))
    var line = KeptAuditLine(
      sequence: (last?.sequence ?? 0) + 1, at: at, by: by, action: action, subject: note.subject,
      detailHash: hash(of: detail), previousHash: last?.hash, hash: [])
    line.hash = hash(of: line)
    try file.appendAuditLine(line, detail)
  }

  /// Whether a line is what its hashes say and goes behind `previous`. An erased detail cannot be checked.
  package static func isWhole(_ line: KeptAuditLine, behind previous: KeptAuditLine?) -> Bool {
    line.sequence == (previous?.sequence ?? 0) + 1 && line.previousHash == previous?.hash
      && line.hash == hash(of: line) && (line.detail.map { hash(of: $0) == line.detailHash } ?? true)
  }

  private static func text(_ value: JSONValue) -> String { String(decoding: value.serialized, as: UTF8.self) }

  private static func hash(of detail: AuditDetail) -> [UInt8] {
    let value: JSONValue = [
      "salt": .string(hex(detail.salt)), "before": detail.before.map { .string($0) } ?? .null,
      "after": detail.after.map { .string($0) } ?? .null,
    ]
    return sha256(Array("wattkeeper audit detail 1\n".utf8) + value.serialized)
  }

  private static func hash(of line: KeptAuditLine) -> [UInt8] {
    let value: JSONValue = [
      "seq": .number(String(line.sequence)), "at": .number(String(line.at.millisecondsSince1970)),
      "by": .string(line.by), "action": .string(line.action), "subject": .string(line.subject),
      "detail": .string(hex(line.detailHash)),
      "previous": line.previousHash.map { .string(hex($0)) } ?? .null,
    ]
    return sha256(Array("wattkeeper audit line 1\n".utf8) + value.serialized)
  }
}
