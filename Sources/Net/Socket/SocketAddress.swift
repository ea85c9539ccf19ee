import CLinux
import Glibc

/// Who is at the other end of a socket, kept small: text is made only when somebody asks.
struct SocketAddress: Hashable, Sendable {
  private enum Family: UInt8 { case unix, v4, v6 }

  private var family = Family.unix
  private var high: UInt64 = 0
  private var low: UInt64 = 0
  private(set) var port: UInt16 = 0

  /// A peer on a unix socket has no address.
  static let unix = SocketAddress()

  private init() {}

  init(_ storage: sockaddr_storage) {
    withUnsafeBytes(of: storage) { bytes in
      switch Int32(storage.ss_family) {
      case AF_INET:
        let address = bytes.loadUnaligned(as: sockaddr_in.self)
        family = .v4
        low = UInt64(UInt32(bigEndian: address.sin_addr.s_addr))
        port = UInt16(bigEndian: address.sin_port)
      case AF_INET6:
        let offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
        family = .v6
        high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
        port = UInt16(bigEndian: bytes.loadUnaligned(as: sockaddr_in6.self).sin6_port)
        // An IPv4 peer on an IPv6 socket (RFC 4291, 2.5.5.2) is the same peer.
        if high == 0, low >> 32 == 0xFFFF {
          family = .v4
          low &= 0xFFFF_FFFF
        }
      default: break
      }
    }
  }

  /// The address alone, without the port.
  private var host: SocketAddress {
    var copy = self
    copy.port = 0
    return copy
  }

  /// What limits are counted by: an IPv4 address itself; of an IPv6 address its first 64 bits, as every
  /// machine has the rest to itself.
  var network: SocketAddress {
    var copy = host
    if family == .v6 { copy.low = 0 }
    return copy
  }

  /// `network` as text: "192.0.2.1", "2001:db8::/64", or "unix".
  var networkText: String { family == .v6 ? network.hostText + "/64" : hostText }

  var isUnix: Bool { family == .unix }

  /// "192.0.2.1", "2001:db8::1", or "unix".
  var hostText: String {
    switch family {
    case .unix: return "unix"
    case .v4:
      return (0..<4).map { String(low >> (24 - 8 * UInt64($0)) & 255) }.joined(separator: ".")
    case .v6:
      var address = (high.bigEndian, low.bigEndian)
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      inet_ntop(AF_INET6, &address, &text, socklen_t(INET6_ADDRSTRLEN))
      return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  /// "192.0.2.1:4711", "[2001:db8::1]:4711", or "unix".
  var text: String {
    switch family {
    case .unix: "unix"
    case .v4: "\(hostText):\(port)"
    case .v6: "[\(hostText)]:\(port)"
    }
  }
}
