/// The channels that wait for nothing but their peer's end, in the order in which they began to.
@NetworkLoop
struct Farewell {
  private var channels: [Channel] = []
  private var gone = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Adds one, and closes the oldest when there are too many.
  mutating func add(_ channel: Channel) {
    channels.append(channel)
    while gone < channels.count, !channels[gone].isOpen || channels.count - gone > limit {
      channels[gone].drop()
      gone += 1
    }
    guard gone > 256, gone > channels.count / 2 else { return }
    channels.removeFirst(gone)
    gone = 0
  }
}
