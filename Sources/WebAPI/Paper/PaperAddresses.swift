import Domain
import Net
import Site

/// Which addresses may stand on paper: people type and scan them for years. Never a name that ends in
/// `.local`, which many phones cannot find, and none that is not this machine's.
extension WebApplication {
  /// What may be printed, the best first: the site's own URL, the way the request came, the addresses of this
  /// machine. None while it is in no network.
  ///
  /// - Parameter host: the Host header of whoever asks.
  func paperBases(host: String?) -> [String] {
    var bases = [settings.publicURL, host.map { "http://" + $0.lowercased() }].compactMap { $0 }
    bases += settings.hosts().map { host in
      let name = host.contains(":") ? "[\(host)]" : host
      return "http://" + (port == 80 ? name : "\(name):\(port)")
    }
    var offered: [String] = []
    for base in bases where isOurs(base: base) == true && !offered.contains(base) { offered.append(base) }
    return offered
  }

  /// Whether an address like `http://192.168.1.20:8080` leads to this machine; nil while that cannot be told,
  /// because it is in no network.
  func isOurs(base: String) -> Bool? {
    if base == settings.publicURL { return true }
    guard base.hasPrefix("http://"), let host = HostCheck.hostWithoutPort(String(base.dropFirst(7))) else {
      return false
    }
    let hosts = settings.hosts()
    if host == self.hosts.publicHost || hosts.contains(where: { $0 == host || "[\($0)]" == host }) {
      return true
    }
    if !HostCheck.isAddress(host), isOwnName(host) { return true }
    return hosts.isEmpty ? nil : false
  }

  /// The name of this machine, alone or with whatever the network puts behind it.
  private func isOwnName(_ host: String) -> Bool {
    let own = settings.hostName.lowercased().split(separator: ".").first ?? ""
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    return !own.isEmpty && own != "localhost" && labels.first == own && labels.last != "local"
      && labels.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(Self.isInLabel) }
  }

  private nonisolated static func isInLabel(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
  }
}

extension Call {
  /// The address to print: the wanted one, else the one that was printed last, else the best.
  ///
  /// - Throws: `invalid` when it is not this machine's, or the machine is in no network.
  func paperBase(_ wanted: String?) throws(Problem) -> String {
    if let wanted {
      var base = wanted[...]
      while base.hasSuffix("/") { base.removeLast() }
      guard application.isOurs(base: String(base)) == true else {
        throw .invalid(
          "base",
          Wording(
            "paper-base",
            "must be an address or name of this machine, like http://192.168.1.20, or its public_url"))
      }
      return String(base)
    }
    let printed = site.settings.printedBase
    if !printed.isEmpty, application.isOurs(base: printed) == true { return printed }
    guard let best = application.paperBases(host: request.header("host")).first else {
      throw .invalid(
        "base",
        Wording("paper-no-network", "this machine is in no network; connect it, or set public_url"))
    }
    return best
  }
}
