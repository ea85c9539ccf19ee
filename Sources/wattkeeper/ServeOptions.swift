/// Everything `serve` needs to know before it opens anything. A flag wins over the environment, that over the
/// file of `--config`, and that over the default.
struct ServeOptions {
  var listen: ListenAddress
  var dataFolder: String
  /// Nil: look beside the binary.
  var webFolder: String?
  /// How the site is reached from outside, e.g. through a proxy; its host is accepted in the Host header.
  var publicURL: String?
  var clock: ClockChoice

  static let options = [
    Option("--config", "FILE", "read settings from FILE, lines of the form key = value"),
    Option("--data", "DIR", "keep everything in DIR (default: see below)"),
    Option(
      "--listen", "HOST:PORT", "page, API and OCPP on this address (default 0.0.0.0:8080; port 0: a free one)"
    ),
    Option("--web", "DIR", "serve the page's files from DIR"),
    Option("--public-url", "URL", "the address people use when it is not this machine's, e.g. a proxy's"),
    Option("--clock-start", "INSTANT", "a pretend clock for trying things out, on a new data directory only"),
    Option("--clock-rate", "N", "how many times faster than life that clock runs (default 1)"),
  ]

  init(
    _ arguments: Arguments, environment: [String: String], readFile: (String) throws(Complaint) -> String
  ) throws(Complaint) {
    var file: ConfigFile?
    if let path = arguments["--config"] {
      file = try ConfigFile(readFile(path), name: path)
    }
    func setting(_ key: String) -> (value: String, origin: String)? {
      let flag = "--" + key.map { $0 == "_" ? "-" : String($0) }.joined()
      if let value = arguments[flag] { return (value, flag) }
      let variable = "WATTKEEPER_" + key.uppercased()
      if let value = environment[variable], !value.isEmpty { return (value, variable) }
      if let value = file?[key] { return (value, key) }
      return nil
    }
    listen = ListenAddress(host: "0.0.0.0", port: 8080)
    if let (value, origin) = setting("listen") { listen = try ListenAddress(value, from: origin) }
    dataFolder = setting("data")?.value ?? DefaultFolders.data(environment: environment)
    webFolder = setting("web")?.value
    publicURL = try setting("public_url").map(Self.checkedURL)
    let pretended = try TestClockOptions(start: arguments["--clock-start"], rate: arguments["--clock-rate"])
    clock = pretended.map(ClockChoice.pretended) ?? .real
  }

  private static func checkedURL(_ setting: (value: String, origin: String)) throws(Complaint) -> String {
    guard setting.value.hasPrefix("http://") || setting.value.hasPrefix("https://") else {
      throw .usage(
        setting.origin, "“\(setting.value)” is no web address", fix: "https://charging.example.org")
    }
    var url = setting.value[...]
    while url.hasSuffix("/") { url.removeLast() }
    return String(url)
  }
}
