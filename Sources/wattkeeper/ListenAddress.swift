/// Where to listen: `HOST:PORT`, `[v6]:PORT`.
struct ListenAddress: Equatable {
  /// Without brackets.
  let host: String
  /// 0 picks a free one.
  let port: Int

  init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  init(_ text: String, from origin: String) throws(Complaint) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      throw .usage(origin, "“\(text)” is not HOST:PORT", fix: "0.0.0.0:8080")
    }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw .usage(origin, "an IPv6 address needs brackets", fix: "[\(host)]:\(port)")
    }
    guard !host.isEmpty else {
      throw .usage(origin, "“\(text)” has no host", fix: "0.0.0.0:\(port)")
    }
    self.init(host: String(host), port: Int(port))
  }

  /// As an address others can open: any-address becomes loopback, IPv6 stands in brackets.
  var url: String {
    switch host {
    case "0.0.0.0": "http://127.0.0.1:\(port)"
    case "::": "http://[::1]:\(port)"
    default: host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }
  }
}
