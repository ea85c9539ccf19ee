/// An option of a command: `--name VALUE`, or `--name` alone when it takes no value.
struct Option {
  let name: String
  /// What the value stands for in the help; nil: a switch.
  let value: String?
  let help: String

  init(_ name: String, _ value: String? = nil, _ help: String) {
    self.name = name
    self.value = value
    self.help = help
  }
}

/// The words after the command, sorted into options and the rest.
struct Arguments: Equatable {
  private var values: [String: String] = [:]
  private(set) var words: [String] = []

  /// Reads `--name value` and `--name=value`; `--` ends the options. Throws on what the command does not
  /// know.
  init(_ arguments: [String], options: [Option], of command: String) throws(Complaint) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        words += rest
        return
      }
      guard argument.hasPrefix("--") else {
        words.append(argument)
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = options.first(where: { $0.name == name }) else {
        throw .usage(name, "the command \(command) has no such option", fix: "wattkeeper help \(command)")
      }
      guard values[name] == nil else {
        throw .usage(name, "it is given twice", fix: "give it once")
      }
      if option.value == nil {
        guard parts.count == 1 else { throw .usage(name, "it takes no value", fix: name) }
        values[name] = ""
      } else if parts.count == 2 {
        values[name] = String(parts[1])
      } else if let value = rest.popFirst() {
        values[name] = value
      } else {
        throw .usage(name, "its value is missing", fix: "\(name) \(option.value ?? "VALUE")")
      }
    }
  }

  /// The value of an option, nil when it was not given.
  subscript(_ name: String) -> String? { values[name] }

  func has(_ name: String) -> Bool { values[name] != nil }

  /// Complains about words that the command does not take.
  func expectNoWords(of command: String) throws(Complaint) {
    guard let word = words.first else { return }
    throw .usage(word, "the command \(command) takes no such word", fix: "wattkeeper help \(command)")
  }
}
