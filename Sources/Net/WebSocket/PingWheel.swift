/// Pings every WebSocket of a server once per interval, and drops those that have been silent too long.
///
/// One bucket of sockets per second of the interval instead of a timer per socket: each second one bucket's
/// turn comes, so ten thousand idle connections cost a few hundred pings a second and no timers.
@NetworkLoop
final class PingWheel {
  private var buckets: [[WebSocket]]
  private var current = 0
  private var next = 0
  private let patienceMs: Int64

  init(seconds: Int, missesAllowed: Int) {
    buckets = Array(repeating: [], count: max(1, seconds))
    patienceMs = Int64(max(1, seconds)) * Int64(missesAllowed + 1) * 1000
  }

  var all: [WebSocket] { buckets.flatMap { $0 } }

  func add(_ socket: WebSocket) {
    next = (next + 1) % buckets.count
    socket.place = PingPlace(wheel: self, bucket: next, index: buckets[next].count)
    buckets[next].append(socket)
  }

  func remove(_ place: PingPlace) {
    let last = buckets[place.bucket].removeLast()
    guard place.index < buckets[place.bucket].count else { return }
    buckets[place.bucket][place.index] = last
    last.place?.index = place.index
  }

  /// To be called once a second.
  func turn(at now: Int64) {
    current = (current + 1) % buckets.count
    for socket in buckets[current] { socket.sendPing(now: now, patienceMs: patienceMs) }
  }
}

/// Where a socket stands in its wheel.
struct PingPlace {
  unowned let wheel: PingWheel
  let bucket: Int
  var index: Int
}
