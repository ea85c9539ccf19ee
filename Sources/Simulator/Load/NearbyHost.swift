import Glibc

/// Which hosts may be put under load: this machine and the private network around it, never strangers.
package enum NearbyHost {
  /// The number of a host that is near, when all of its addresses are; IPv4 is preferred, because a server on
  /// “localhost” mostly listens there.
  ///
  /// Blocks while a name is looked up.
  ///
  /// - Throws: `LoadOptionProblem` in words for the person who typed the address.
  package static func resolve(_ host: String) throws(LoadOptionProblem) -> String {
    let addresses = lookUp(host)
    guard let best = addresses.first(where: { $0.count == 4 }) ?? addresses.first else {
      throw LoadOptionProblem(
        option: "--url", why: "no address is known for “\(host)”", fix: "--url ws://127.0.0.1:8080/ocpp")
    }
    guard addresses.allSatisfy(isNear) else {
      throw LoadOptionProblem(
        option: "--url",
        why: "“\(host)” is not on this machine or in a private network, and strangers are not put under load",
        fix: "--url ws://127.0.0.1:8080/ocpp")
    }
    return text(of: best)
  }

  /// The bytes of all addresses of a host: 4 or 16 each.
  private static func lookUp(_ host: String) -> [[UInt8]] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var found: [[UInt8]] = []
    var next = list
    while let entry = next {
      if let address = entry.pointee.ai_addr, let bytes = bytes(of: address) { found.append(bytes) }
      next = entry.pointee.ai_next
    }
    return found
  }

  private static func bytes(of address: UnsafeMutablePointer<sockaddr>) -> [UInt8]? {
    let raw = UnsafeRawPointer(address)
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
    case AF_INET6:
      return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
    default: return nil
    }
  }

  private static func text(of bytes: [UInt8]) -> String {
    var characters = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    inet_ntop(family, bytes, &characters, socklen_t(characters.count))
    let end = characters.firstIndex(of: 0) ?? characters.endIndex
    return String(decoding: characters[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Loopback, private and link-local addresses (RFC 1918, 3927, 4193, 4291).
  static func isNear(_ address: [UInt8]) -> Bool {
    if address.count == 4 {
      switch (address[0], address[1]) {
      case (127, _), (10, _), (192, 168), (169, 254), (172, 16...31): return true
      default: return false
      }
    }
    guard address.count == 16 else { return false }
    if address[..<10].allSatisfy({ $0 == 0 }), address[10] == 0xFF, address[11] == 0xFF {
      return isNear(Array(address[12...]))
    }
    let isLoopback = address[..<15].allSatisfy { $0 == 0 } && address[15] == 1
    return isLoopback || address[0] & 0xFE == 0xFC || (address[0] == 0xFE && address[1] & 0xC0 == 0x80)
  }
}
