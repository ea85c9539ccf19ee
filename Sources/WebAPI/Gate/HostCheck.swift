/// Which names in a Host header are this appliance's own.
///
/// A page from elsewhere can point its own name at an address in the house (DNS rebinding) and then talk to
/// us as "same origin". The names below are those that do not exist in public DNS, and those that begin with
/// what this machine calls itself, whatever the router puts behind it.
struct HostCheck: Sendable {
  /// The host of the setting `public_url`, lower case, if the site has one.
  let publicHost: String?
  /// The first label of what the machine calls itself, lower case; nil when that is no name.
  let machineLabel: String?

  private static let privateSuffixes = [
    ".local", ".lan", ".home.arpa", ".internal", ".fritz.box", ".localhost",
  ]

  init(publicURL: String? = nil, machineName: String = "") {
    publicHost = publicURL.flatMap(Self.host(ofURL:))
    machineLabel = machineName.lowercased().split(separator: ".").first.map(String.init)
  }

  /// Whether requests that carry this Host header (name or address, with or without a port) are meant for us.
  func accepts(_ header: String?) -> Bool {
    guard let header, let host = Self.hostWithoutPort(header) else { return false }
    if host == publicHost || Self.isAddress(host) { return true }
    if !host.contains(".") { return Self.isLabel(host) }
    if let machineLabel, host.hasPrefix(machineLabel + ".") { return true }
    return Self.privateSuffixes.contains { host.hasSuffix($0) && host.count > $0.count }
  }

  /// The address to open instead of the one asked for: the best of our hosts, at the port that led here.
  func address(of hosts: [String], asked header: String?) -> String {
    var port: Substring = ""
    if let header, Self.hostWithoutPort(header) != nil, let colon = header.lastIndex(of: ":"),
      Self.isPort(header[colon...])
    {
      port = header[colon...]
    }
    let host = hosts.first ?? "localhost"
    return "http://\(host.contains(":") ? "[\(host)]" : host)\(port)/"
  }

  /// The host part of `host`, `host:port`, `[v6]:port`, in lower case and without a trailing dot.
  static func hostWithoutPort(_ header: String) -> String? {
    let text = header.lowercased()
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || isPort(rest) else { return nil }
      return String(text[...end])
    }
    var host = Substring(text)
    if let colon = text.firstIndex(of: ":") {
      guard isPort(text[colon...]) else { return nil }
      host = text[..<colon]
    }
    if host.hasSuffix(".") { host = host.dropLast() }
    return host.isEmpty ? nil : String(host)
  }

  /// The authority of `scheme://authority/…`, as Origin and Referer carry it; nil for `null` and nonsense.
  static func authority(ofURL url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    return authority.lowercased()
  }

  private static func host(ofURL url: String) -> String? {
    authority(ofURL: url).flatMap(hostWithoutPort)
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.hasPrefix(":") && text.count <= 6 && text.dropFirst().allSatisfy(\.isASCIIDigit)
  }

  /// Whether this is an address, with an IPv6 one in brackets, and no name.
  static func isAddress(_ host: String) -> Bool {
    if host.hasPrefix("[") {
      return host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." || $0 == "%" }
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { $0.count <= 3 && $0.allSatisfy(\.isASCIIDigit) && (Int($0) ?? 256) < 256 }
  }

  private static func isLabel(_ host: String) -> Bool {
    host.count <= 63
      && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }
}

extension Character {
  /// 0 to 9 and nothing else (`isNumber` takes digits of every script).
  var isASCIIDigit: Bool { isASCII && isNumber }
}
