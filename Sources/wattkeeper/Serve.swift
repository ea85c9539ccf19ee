import Glibc

extension Command {
  static let serve = Command(
    name: "serve", words: "", summary: "runs the appliance: page, API and OCPP on one port",
    options: ServeOptions.options,
    notes: [
      "Without --data: $WATTKEEPER_DATA, else /var/lib/wattkeeper if it can be written, else",
      "~/.local/share/wattkeeper. When ready it prints one line, “ready http://HOST:PORT”.",
    ]
  ) { arguments in
    try arguments.expectNoWords(of: "serve")
    let options = try ServeOptions(arguments, environment: environment()) { path throws(Complaint) in
      try textOfFile(path)
    }
    let stop = try StopSignals()
    let appliance = try await Appliance.start(options)
    try await announce(appliance, options)
    await stop.wait()
    await appliance.stop()
  }

  /// Tells on standard error how to get in, then on standard output that it is ready.
  static func announce(_ appliance: Appliance, _ options: ServeOptions) async throws {
    let address = appliance.address
    let hosts = address.reachableHosts
    let urls = hosts.isEmpty ? [address.url] : hosts.map { ListenAddress(host: $0, port: address.port).url }
    var lines = ["wattkeeper \(Wattkeeper.version), data in \(options.dataFolder)"]
    for url in urls { lines.append("page:       \(url)/") }
    if let code = try await appliance.claimCode() {
      lines.append("claim code: \(code) (24 hours, 5 tries; also in \(options.dataFolder)/claim-code)")
    }
    if let url = urls.first {
      lines.append("wallboxes:  ws\(url.dropFirst(4))/ocpp/ID (OCPP 1.6J; ID is the wallbox's own)")
    }
    if appliance.clock.isPretended { lines.append("The clock of this site pretends; nothing here is real.") }
    tell(lines.joined(separator: "\n"))
    output("ready \(address.url)\n")
  }
}

/// The process's environment.
func environment() -> [String: String] {
  var values: [String: String] = [:]
  var next = environ
  while let entry = next.pointee {
    let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
    next += 1
  }
  return values
}

/// A text file of reasonable size.
func textOfFile(_ path: String) throws(Complaint) -> String {
  guard let bytes = readWholeFile(path, limit: 1 << 20) else {
    throw .usage(path, "it cannot be read", fix: "check the path and its permissions")
  }
  return String(decoding: bytes, as: UTF8.self)
}
