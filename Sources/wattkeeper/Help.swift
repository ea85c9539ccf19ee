/// The texts of `help` and `--help`, made from the command table.
enum Help {
  static var overview: String {
    let width = Command.all.map(\.name.count).max() ?? 0
    let lines = Command.all.map { "  \(padded($0.name, width + 2))\($0.summary)" }
    return """
      wattkeeper \(Wattkeeper.version): runs wallboxes and prices what they charge.

      wattkeeper COMMAND …
      \(lines.joined(separator: "\n"))
        \(padded("help [COMMAND]", width))  tells more
      """
  }

  static func text(for words: [String]) throws(Complaint) -> String {
    if words.isEmpty {
      let details = Command.all.map { text(of: $0) }.joined(separator: "\n")
      return overview + "\n\n" + details + exitCodes
    }
    return text(of: try Command.find(words).0)
  }

  static func text(of command: Command) -> String {
    let options = command.options.map { option in
      let name = option.value.map { "\(option.name) \($0)" } ?? option.name
      return "  \(padded(name, 24))\(option.help)"
    }
    let usage = ["wattkeeper", command.name, options.isEmpty ? "" : "[OPTIONS]", command.words]
      .filter { !$0.isEmpty }.joined(separator: " ")
    return ([usage, "  " + command.summary] + options + command.notes.map { "  " + $0 }).joined(
      separator: "\n") + "\n"
  }

  private static let exitCodes = """

    Exit codes: 0 done, 1 failed, 2 wrong usage or invalid input, 3 a check found problems.
    Flags win over WATTKEEPER_LISTEN, WATTKEEPER_DATA, WATTKEEPER_WEB and WATTKEEPER_PUBLIC_URL, those over
    the file of --config, and that over the defaults.

    """

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
