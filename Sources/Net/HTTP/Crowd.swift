/// The connections that wait for their first or next request, or bring it slowly, by network and those first
/// that have waited longest. A flood consists of them; an honest caller is hardly ever among them for long.
@NetworkLoop
struct Crowd {
  private var networks: [SocketAddress: [HTTPConnection]] = [:]
  private let limit: Int

  /// - Parameters:
  ///   - latest: who began to wait after this does not count, in milliseconds of the loop's clock.
  ///   - limit: how many one network may have.
  init(of connections: [HTTPConnection], waitingSince latest: Int64, limit: Int) {
    self.limit = limit
    for connection in connections where connection.isWaiting && connection.waitsSince <= latest {
      let peer = connection.channel.peer
      if !peer.isUnix { networks[peer.network, default: []].append(connection) }
    }
    for network in networks.keys { networks[network]?.sort { $0.waitsSince < $1.waitsSince } }
  }

  /// Those by which networks are over the limit.
  var excess: [HTTPConnection] {
    networks.values.flatMap { $0.prefix(max(0, $0.count - limit)) }
  }

  /// Who goes first when there is no room for another connection: the excess, or else who has waited longest.
  /// Several at once, so that not everyone who comes costs a look at all who are there.
  var firstToGo: ArraySlice<HTTPConnection> {
    let crowded = excess
    let all = crowded.isEmpty ? networks.values.flatMap { $0 } : crowded
    return all.sorted { $0.waitsSince < $1.waitsSince }.prefix(1 + all.count / 16)
  }
}
