import Domain
import LoadManagement
import Testing

@Suite("Shares") struct SharesTests {
  private func world(_ connectors: [LoadConnector], _ limits: [(Int, [Int])]) -> SmallWorld {
    let limits = limits.map { amps, members in
      CurrentLimit(amps: amps, members: Set(members.map { ConnectorID("CP\($0)", 1) }))
    }
    var world = SmallWorld(seed: 1, connectors: connectors, limits: limits)
    for _ in 0..<8 { world.tick() }
    return world
  }

  private func cars(_ count: Int, maxAmps: Int = 32) -> [LoadConnector] {
    (1...count).map { SmallWorld.connector($0, maxAmps: maxAmps, isCharging: true) }
  }

  @Test("are equal, and what one cannot take goes to the others")
  func leftovers() {
    var connectors = cars(3)
    connectors[0].maxAmps = 10
    let world = world(connectors, [(50, [1, 2, 3])])
    #expect([1, 2, 3].map(world.share) == [10, 20, 20])
    #expect([1, 2, 3].map(world.drawable) == [10, 20, 20])
  }

  @Test("are held by the circuit and by the site; what a circuit leaves goes elsewhere")
  func nested() {
    let world = world(cars(4), [(60, [1, 2, 3, 4]), (16, [1, 2])])
    #expect([1, 2, 3, 4].map(world.share) == [8, 8, 22, 22])
  }

  @Test("stay equal when an ampere is left over")
  func odd() {
    #expect([1, 2, 3].map(world(cars(3), [(32, [1, 2, 3])]).share) == [10, 10, 10])
  }

  @Test("leave a connector without a car the minimum if that much is left, else nothing")
  func idle() {
    let one = SmallWorld.connector(1, isCharging: true)
    let roomy = world([one, SmallWorld.connector(2), SmallWorld.connector(3)], [(40, [1, 2, 3])])
    #expect([1, 2, 3].map(roomy.share) == [32, 6, 0])
    let tight = world([one, SmallWorld.connector(2)], [(32, [1, 2])])
    #expect([1, 2].map(tight.share) == [32, 0])
    #expect(tight.held[ConnectorID("CP2", 1)]?.allotment?.fallbackAmps == 16)
  }

  @Test("keep the minimum for one that must not be paused, with a car or without")
  func solid() {
    var connectors = cars(3)
    connectors[0] = SmallWorld.connector(1, mayBePaused: false)
    let world = world(connectors, [(20, [1, 2, 3])])
    #expect([1, 2, 3].map(world.share) == [6, 7, 7])
    #expect(world.held[ConnectorID("CP1", 1)]?.allotment?.fallbackAmps == 6)
    #expect(world.held[ConnectorID("CP2", 1)]?.allotment?.fallbackAmps == 6)
  }

  @Test("leave out what an unreachable wallbox may draw, and a wallbox that takes no profile its maximum")
  func reserved() {
    var connectors = cars(3)
    connectors[2].takesProfiles = false
    var world = world(connectors, [(63, [1, 2, 3])])
    #expect([1, 2, 3].map(world.share) == [15, 15, 32])
    world.connect(0, false)
    world.limits = [CurrentLimit(amps: 60, members: world.limits[0].members)]
    for _ in 0..<5 { world.tick() }
    #expect([1, 2, 3].map(world.share) == [15, 13, 32])
    #expect(world.control.shares[ConnectorID("CP1", 1)]?.state == .unreachable)
  }

  @Test("do not depend on the order in which connectors and limits are named, and equals have equal shares")
  func order() {
    for seed in 0..<400 as Range<UInt64> {
      var one = SmallWorld.random(seed)
      for index in one.connectors.indices where one.dice.chance(60) {
        one.park(index, "Charging", charging: true)
      }
      var other = one
      other.dice = Dice(seed &+ 7)
      // Nobody is refused or slow: the network makes no difference, only the order does.
      (one.slowness, other.slowness) = (0, 0)
      for _ in 0..<8 {
        one.tick()
        other.tick()
      }
      #expect(one.control.shares == other.control.shares, "seed \(seed)")
      func circuits(_ id: ConnectorID) -> [Int] {
        one.limits.indices.filter { one.limits[$0].members.contains(id) }
      }
      for a in one.connectors where one.control.shares[a.id]?.state == .charging {
        for b in one.connectors
        where one.control.shares[b.id]?.state == .charging && a.maxAmps == b.maxAmps
          && a.mayBePaused == b.mayBePaused && circuits(a.id) == circuits(b.id)
        {
          #expect(one.control.shares[a.id]?.amps == one.control.shares[b.id]?.amps, "seed \(seed)")
        }
      }
    }
  }

  @Test("go to others where a car clearly uses less, and come back when it uses more")
  func appetite() {
    var world = world(cars(2), [(40, [1, 2])])
    #expect([1, 2].map(world.share) == [20, 20])
    func measure(_ milliamps: Int, seconds: Int) {
      for _ in 0..<(seconds / 10) {
        world.tick(seconds: 10)
        _ = world.control.measured(ConnectorID("CP1", 1), milliamps: milliamps, maxAmps: 32, at: world.now)
      }
      for _ in 0..<3 { world.tick() }
    }
    measure(9_800, seconds: 60)
    #expect([1, 2].map(world.share) == [20, 20], "too soon")
    measure(9_800, seconds: 90)
    #expect([1, 2].map(world.share) == [12, 28])
    measure(11_200, seconds: 10)
    #expect([1, 2].map(world.share) == [20, 20])
  }

  @Test("rest for a car that is full; it keeps the minimum where that is free")
  func full() {
    var world = world(cars(2), [(40, [1, 2])])
    world.park(0, "SuspendedEV", charging: true)
    for _ in 0..<60 { world.tick() }
    #expect([1, 2].map(world.share) == [20, 20], "it may be a short rest")
    for _ in 0..<65 { world.tick() }
    #expect([1, 2].map(world.share) == [6, 32])
    world.limits = [CurrentLimit(amps: 32, members: world.limits[0].members)]
    for _ in 0..<5 { world.tick() }
    #expect([1, 2].map(world.share) == [0, 32])
    // Paused by us it can no longer say that it is full; that does not make it hungry.
    world.park(0, "SuspendedEVSE", charging: true)
    for _ in 0..<30 { world.tick(seconds: 60) }
    #expect([1, 2].map(world.share) == [0, 32])
    for _ in 0..<35 { world.tick(seconds: 60) }
    #expect([1, 2].map(world.share) == [16, 16], "asked again after an hour")
  }

  @Test("of one that draws more than it was told twice in a row are what it draws, until it obeys again")
  func disobeying() {
    var world = world(cars(2), [(32, [1, 2])])
    let id = ConnectorID("CP1", 1)
    func measure(_ milliamps: Int) -> Bool {
      for _ in 0..<61 { world.tick() }
      return world.control.measured(id, milliamps: milliamps, maxAmps: 32, at: world.now)
    }
    #expect(!measure(17_500), "a tenth more is tolerated")
    #expect(!measure(20_100))
    #expect(measure(20_100))
    for _ in 0..<5 { world.tick() }
    #expect([1, 2].map(world.share) == [21, 11])
    #expect(world.control.shares[id]?.state == .disobeying)
    _ = measure(11_000)
    _ = measure(11_000)
    for _ in 0..<5 { world.tick() }
    #expect([1, 2].map(world.share) == [16, 16])
  }

  @Test("end with the limit: the profile is taken away once the wallbox can be told")
  func released() {
    var world = world(cars(2), [(32, [1, 2])])
    world.connect(1, false)
    world.limits = []
    for _ in 0..<3 { world.tick() }
    #expect(world.held[ConnectorID("CP1", 1)]?.allotment == nil)
    #expect(world.held[ConnectorID("CP2", 1)]?.allotment != nil)
    world.connect(1, true)
    for _ in 0..<3 { world.tick() }
    #expect(world.held[ConnectorID("CP2", 1)]?.allotment == nil)
    #expect(world.control.isIdle)
  }
}
