/// One command: what it takes and what it does.
struct Command: Sendable {
  let name: String
  /// The words behind the options, as the help shows them.
  let words: String
  let summary: String
  let options: [Option]
  /// Facts that fit into no option.
  var notes: [String] = []
  let run: @Sendable (Arguments) async throws -> Void

  static let all = [serve, demo, simulate, tokenCreate, claim, userList, userResetPassword, price]

  /// The command that these words begin with, and the words behind its name.
  static func find(_ words: [String]) throws(Complaint) -> (Command, [String]) {
    for command in all {
      let name = command.name.split(separator: " ").map(String.init)
      if words.starts(with: name) { return (command, Array(words.dropFirst(name.count))) }
    }
    let first = words.first ?? ""
    if let longer = all.first(where: { $0.name.hasPrefix(first + " ") }) {
      throw .usage(first, "a second word is missing", fix: "wattkeeper \(longer.name)")
    }
    let near = all.map(\.name).min { distance($0, first) < distance($1, first) }
    let guess = near.flatMap { distance($0, first) <= 2 ? $0 : nil }
    throw .usage(
      first, "there is no such command", fix: guess.map { "wattkeeper \($0)" } ?? "wattkeeper help")
  }

  /// How many letters differ (Levenshtein), to guess at a typing error.
  private static func distance(_ a: String, _ b: String) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let next = min(row[j + 1] + 1, row[j] + 1, previous + (x == y ? 0 : 1))
        previous = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[b.count]
  }
}
