import Glibc

/// The command line: finds the command, runs it, turns complaints into one line and an exit code.
@main
struct Wattkeeper {
  static let version = "0.1.0"

  static func main() async {
    // Whatever is made holds people's data: for the owner's eyes only.
    umask(0o077)
    // Writing to a closed socket is an error to handle, not the end.
    signal(SIGPIPE, SIG_IGN)
    do {
      try await run(Array(CommandLine.arguments.dropFirst()))
      exit(0)
    } catch {
      let complaint = Complaint(error)
      tell(complaint.line)
      exit(complaint.exitCode)
    }
  }

  private static func run(_ words: [String]) async throws {
    switch words.first {
    case nil:
      tell(Help.overview)
      throw Complaint.usage("command", "none is given", fix: "wattkeeper serve")
    case "--version", "version": output("wattkeeper \(version)\n")
    case "--help", "-h", "help": output(try Help.text(for: Array(words.dropFirst())))
    default:
      let (command, rest) = try Command.find(words)
      if rest.contains("--help") || rest.contains("-h") { return output(Help.text(of: command)) }
      try await command.run(try Arguments(rest, options: command.options, of: command.name))
    }
  }
}
