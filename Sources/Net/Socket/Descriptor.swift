import CLinux
import Glibc

/// What is done with bare descriptors.
enum Descriptor {
  /// Sockets live from here up: a C library used elsewhere in the process needs the small numbers for its own
  /// descriptors, and ends the process when it gets a larger one.
  static let firstForSockets: Int32 = 1024

  /// Moves a descriptor to `firstForSockets` or above. Where the limit on open files allows no such number
  /// it stays; nil (and closed): no descriptor is left.
  static func raised(_ descriptor: Int32) -> Int32? {
    let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, firstForSockets)
    if moved < 0, errno == EINVAL { return descriptor }
    close(descriptor)
    return moved < 0 ? nil : moved
  }

  /// Raises the soft limit on open files to the hard one. Where that leaves few numbers above
  /// `firstForSockets` there shall be none: then sockets and all others share the small ones.
  /// - Parameter reserved: for everything that is no connection.
  /// - Returns: how many connections there may be.
  static func raiseLimit(reserving reserved: Int) -> Int {
    var limit = rlimit()
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(files, &limit) == 0 else { return Int.max }
    let most = Int(clamping: limit.rlim_max)
    let first = Int(firstForSockets)
    let isShared = most < 2 * first
    let soft = isShared ? min(most, first) : most
    limit.rlim_cur = rlim_t(soft)
    setrlimit(files, &limit)
    return max(1, (isShared ? soft : soft - first) - reserved)
  }

  static func set(_ option: Int32, at level: Int32, of descriptor: Int32, to value: Int32) {
    var value = value
    setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Small messages at once, and an end for peers that vanished without a word. Sockets that are accepted
  /// inherit all of it from the listening one.
  static func tuneTCP(_ descriptor: Int32) {
    let tcp = Int32(IPPROTO_TCP)
    set(TCP_NODELAY, at: tcp, of: descriptor, to: 1)
    set(SO_KEEPALIVE, at: SOL_SOCKET, of: descriptor, to: 1)
    set(TCP_KEEPIDLE, at: tcp, of: descriptor, to: 60)
    set(TCP_KEEPINTVL, at: tcp, of: descriptor, to: 15)
    set(TCP_KEEPCNT, at: tcp, of: descriptor, to: 4)
    set(TCP_USER_TIMEOUT, at: tcp, of: descriptor, to: 150_000)
  }

  static var lastError: String { String(cString: strerror(errno)) }
}
