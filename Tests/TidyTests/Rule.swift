/// One habit of this house that can be read off a file's text.
struct Rule: Sendable {
  let name: String
  /// Files that may, each with its reason.
  var exceptions: [String: String] = [:]
  /// What is wrong in the file, by line (1…) or for the whole (0).
  let complaints: @Sendable (Tree.File) -> [(line: Int, what: String)]

  func violations(in files: [Tree.File]) -> [String] {
    files.filter { exceptions[$0.path] == nil }.flatMap { file in
      complaints(file).map { "\(file.path):\($0.line): \(name): \($0.what)" }
    }
  }

  /// Exceptions that nobody needs any more.
  func idleExceptions(in files: [Tree.File]) -> [String] {
    exceptions.keys.filter { path in
      !files.contains { $0.path == path && !complaints($0).isEmpty }
    }.sorted()
  }

  /// Forbids words in code; text after `//` is free to speak of them unless `commentsToo`.
  static func forbids(
    _ words: [String], commentsToo: Bool = false, exceptions: [String: String] = [:]
  ) -> Rule {
    Rule(name: "forbidden", exceptions: exceptions) { file in
      file.lines.enumerated().flatMap { number, line in
        let code = commentsToo ? String(line) : withoutComment(line)
        return words.filter(code.contains).map { (number + 1, $0) }
      }
    }
  }

  /// In tests a line may be as long as the text it quotes: samples of the wire stand there as they are sent.
  static func longLines(over limit: Int, exceptions: [String: String] = [:]) -> Rule {
    Rule(name: "long line", exceptions: exceptions) { file in
      let mayQuote = file.path.hasPrefix("Tests/")
      return file.lines.enumerated().compactMap { number, line in
        line.count > limit && !(mayQuote && line.contains("\"")) ? (number + 1, "\(line.count) columns") : nil
      }
    }
  }

  static func longFiles(over limit: Int, exceptions: [String: String] = [:]) -> Rule {
    Rule(name: "long file", exceptions: exceptions) { file in
      file.lines.count > limit + 1 ? [(0, "\(file.lines.count - 1) lines")] : []
    }
  }

  /// A `//` inside a string literal is not a comment; good enough to count quotes before it.
  private static func withoutComment(_ line: Substring) -> String {
    var quotes = 0
    var previous: Character = " "
    for (index, letter) in zip(line.indices, line) {
      if letter == "\"", previous != "\\" { quotes += 1 }
      if letter == "/", previous == "/", quotes.isMultiple(of: 2) {
        return String(line[..<line.index(before: index)])
      }
      previous = letter
    }
    return String(line)
  }
}
