import Domain
import LoadManagement
import Testing

@Suite("A shared limit") struct SafetyTests {
  @Test(
    "is never exceeded by what wallboxes may draw, now or after the appliance's death, whatever happens",
    arguments: 0..<20)
  func never(_ block: Int) {
    for number in 0..<60 {
      let seed = UInt64(block * 1000 + number)
      var world = SmallWorld.random(seed)
      world.settle()
      for id in world.held.keys.sorted() {
        world.held[id]?.clockErrorMs = Int64.random(in: -60_000...60_000, using: &world.dice)
      }
      world.refused = Int.random(in: 0...20, using: &world.dice)
      world.silent = Int.random(in: 0...20, using: &world.dice)
      world.slowness = Int.random(in: 0...40, using: &world.dice)
      for step in 0..<60 {
        Self.happen(in: &world)
        world.tick(seconds: Int64([1, 1, 1, 5, 30, 200, 700].randomElement(using: &world.dice) ?? 1))
        if let excess = world.excess() {
          Issue.record("seed \(seed), step \(step): \(excess)")
          return
        }
      }
    }
  }

  private static func happen(in world: inout SmallWorld) {
    let index = Int.random(in: world.connectors.indices, using: &world.dice)
    switch Int.random(in: 0..<12, using: &world.dice) {
    case 0, 1: world.park(index, "Charging", charging: true)
    case 2: world.park(index, "SuspendedEV", charging: true)
    case 3: world.park(index, "Available", charging: false)
    case 4: world.park(index, "Preparing", charging: false)
    case 5: world.connect(index, false)
    case 6, 7: world.connect(index, true)
    case 8:
      _ = world.control.measured(
        world.connectors[index].id, milliamps: Int.random(in: 0...33_000, using: &world.dice), maxAmps: 32,
        at: world.now)
    default: break
    }
  }

  @Test("is reached again after wallboxes that nobody knew came, forgot everything or draw what they like")
  func shocks() {
    for seed in 0..<100 as Range<UInt64> {
      var world = SmallWorld.random(seed)
      // Nothing is known of anyone at first; one takes no profiles and could draw all it can.
      if world.connectors.count > 2 { world.connectors[0].takesProfiles = false }
      for index in world.connectors.indices { world.park(index, "Charging", charging: true) }
      for _ in 0..<6 {
        for _ in 0..<40 { world.tick() }
        for index in world.connectors.indices where world.dice.chance(30) {
          let id = world.connectors[index].id
          world.held[id]?.allotment = nil
          world.control.forgot(id)
        }
      }
      for _ in 0..<40 { world.tick() }
      // What can be told must make room for what cannot.
      for limit in world.limits {
        let told = world.connectors.filter { limit.members.contains($0.id) && $0.takesProfiles }
        let free = world.connectors.filter { limit.members.contains($0.id) && !$0.takesProfiles }
        let room = max(0, limit.amps - free.reduce(0) { $0 + $1.maxAmps })
        let sum = told.reduce(0) { $0 + (world.held[$1.id]?.amps(at: world.now) ?? 0) }
        #expect(sum <= room, "seed \(seed)")
      }
    }
  }

  @Test(
    "leaves each its fallback within fifteen minutes after the appliance's death, one minute of clock aside")
  func death() {
    for seed in 0..<60 as Range<UInt64> {
      var world = SmallWorld.random(seed)
      for index in world.connectors.indices where world.dice.chance(50) {
        world.park(index, "Charging", charging: true)
      }
      for _ in 0..<200 { world.tick(seconds: 5) }
      let later = world.now.advanced(byMilliseconds: 15 * 60_000)
      for connector in world.connectors
      where world.limits.contains(where: { $0.members.contains(connector.id) }) {
        let fallback = world.control.shares[connector.id]?.fallbackAmps
        #expect(world.held[connector.id]?.amps(at: later) == fallback, "seed \(seed) \(connector.id)")
      }
    }
  }
}
