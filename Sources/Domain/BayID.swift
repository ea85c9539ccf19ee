/// The public id of a bay, on its sticker: eight characters that nobody mistakes for others.
package enum BayID {
  /// No I, O, 0 and 1.
  package static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)
  package static let length = 8

  /// An id from random bytes, of which there must be eight.
  package static func make(from random: [UInt8]) -> String {
    precondition(random.count == length)
    return String(decoding: random.map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
  }

  /// What somebody typed or scanned, in whatever case and with separators; nil: it is no such id.
  package static func parse(_ typed: String) -> String? {
    let plain = typed.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
    let upper = plain.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 - 32 : $0 }
    guard upper.count == length, upper.allSatisfy(alphabet.contains) else { return nil }
    return String(decoding: upper, as: UTF8.self)
  }
}
