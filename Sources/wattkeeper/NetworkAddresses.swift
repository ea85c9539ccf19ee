import Glibc

/// The addresses under which other devices in the house reach this machine.
enum NetworkAddresses {
  /// IPv4 addresses of interfaces that are up, without loopback.
  static func ofThisMachine() -> [String] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    var found: [String] = []
    var next = first
    while let entry = next?.pointee {
      next = entry.ifa_next
      guard entry.ifa_flags & UInt32(IFF_UP) != 0, entry.ifa_flags & UInt32(IFF_LOOPBACK) == 0,
        let address = entry.ifa_addr, Int32(address.pointee.sa_family) == AF_INET
      else { continue }
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      let size = socklen_t(MemoryLayout<sockaddr_in>.size)
      guard getnameinfo(address, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
        continue
      }
      found.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    return found
  }

  /// What this machine calls itself; empty when it does not say.
  static func hostName() -> String {
    var text = [CChar](repeating: 0, count: Int(HOST_NAME_MAX) + 1)
    guard gethostname(&text, text.count) == 0 else { return "" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension ListenAddress {
  /// The numeric addresses by which others reach a listener on every interface; none for one on a single
  /// address, which says it all.
  var reachableHosts: [String] {
    host == "0.0.0.0" || host == "::" ? NetworkAddresses.ofThisMachine() : []
  }

  /// The same, or the single address it listens on.
  var ownHosts: [String] { host == "0.0.0.0" || host == "::" ? reachableHosts : [host] }
}
