import Domain
import LoadManagement
import Testing

@Suite("Turns") struct TurnsTests {
  private func world(_ count: Int, amps: Int) -> SmallWorld {
    let connectors = (1...count).map { SmallWorld.connector($0) }
    return SmallWorld(
      seed: 1, connectors: connectors,
      limits: [CurrentLimit(amps: amps, members: Set(connectors.map(\.id)))])
  }

  private func charging(_ world: SmallWorld) -> [Int] {
    world.connectors.indices.filter {
      world.share($0 + 1) >= 6 && world.connectors[$0].signs.transactionSince != nil
    }
  }

  @Test("last a whole slot; who comes later waits, the longest first, and knows when")
  func slots() throws {
    var world = world(4, amps: 13)
    for index in 0..<4 {
      world.park(index, "Charging", charging: true)
      for _ in 0..<60 { world.tick() }
    }
    #expect(charging(world) == [0, 1])
    #expect(world.control.shares[ConnectorID("CP3", 1)]?.state == .waiting)
    let turns = world.control.turns(from: world.now)
    let third = try #require(turns[ConnectorID("CP3", 1)])
    let fourth = try #require(turns[ConnectorID("CP4", 1)])
    #expect(third < fourth)
    while world.now < third {
      #expect(charging(world).contains(0))
      world.tick()
    }
    world.tick()
    #expect(charging(world) == [1, 2])
    while world.now < fourth { world.tick() }
    world.tick()
    #expect(charging(world) == [2, 3])
    // The first to give way is the first to come again.
    #expect(world.control.turns(from: world.now)[ConnectorID("CP1", 1)].map { $0 > world.now } == true)
  }

  @Test("are kept when other cars come or go; a place that becomes free is taken at once")
  func stable() {
    var world = world(4, amps: 13)
    for index in 0..<3 { world.park(index, "Charging", charging: true) }
    for _ in 0..<30 { world.tick() }
    let first = charging(world)
    #expect(first.count == 2)
    world.park(3, "Charging", charging: true)
    for _ in 0..<30 { world.tick() }
    #expect(charging(world) == first)
    let orders = world.orders.count
    for _ in 0..<200 { world.tick() }
    #expect(world.orders.count == orders, "nothing changes, so nothing is sent before the renewal")
    world.park(first[0], "Available", charging: false)
    for _ in 0..<3 { world.tick() }
    #expect(charging(world).count == 2 && charging(world).contains(first[1]))
  }

  @Test("are not ended while nobody waits, and then at once for who comes")
  func noWaiting() {
    var world = world(3, amps: 13)
    for index in 0..<2 { world.park(index, "Charging", charging: true) }
    for _ in 0..<40 { world.tick(seconds: 60) }
    #expect(charging(world) == [0, 1])
    world.park(2, "Charging", charging: true)
    for _ in 0..<3 { world.tick() }
    #expect(charging(world).count == 2 && charging(world).contains(2))
  }

  @Test("come to everyone within a slot for each that wants, on every site where anyone can be served")
  func nobodyStarves() {
    for seed in 0..<50 as Range<UInt64> {
      var world = SmallWorld.random(seed)
      for index in world.connectors.indices { world.connectors[index].mayBePaused = true }
      for index in world.connectors.indices { world.park(index, "Charging", charging: true) }
      var lastServed = Dictionary(uniqueKeysWithValues: world.connectors.map { ($0.id, world.now) })
      let bound = Int64(world.connectors.count) * 15 * 60_000 + 5 * 60_000
      for _ in 0..<(world.connectors.count * 40) {
        world.tick(seconds: 45)
        for connector in world.connectors {
          let limited = world.limits.contains { $0.members.contains(connector.id) }
          if !limited || world.held[connector.id]?.amps(at: world.now) ?? 0 >= 6 {
            lastServed[connector.id] = world.now
          }
          let waited = world.now.milliseconds(since: lastServed[connector.id] ?? world.now)
          #expect(waited <= bound, "seed \(seed): \(connector.id) waited \(waited / 60_000) min")
        }
      }
    }
  }
}
