import Domain
import LoadManagement
import Testing

@Suite("What a wallbox may still hold") struct ForgettingTests {
  private let start = Instant(millisecondsSince1970: 1_800_000_000_000)
  private let a = ConnectorID("CP1", 1)
  private let b = ConnectorID("CP2", 1)

  @Test("is taken away when its limit is gone, also after a reboot")
  func takenAway() {
    var control = LoadControl()
    control.restore(a, Allotment(amps: 16, fallbackAmps: 0, at: start))
    var away = SmallWorld.connector(1)
    away.isReachable = false
    var none = control.round([away], [], at: start)
    #expect(none.isEmpty)
    // It has booted; many keep their profiles.
    control.forgot(a)
    none = control.round([away], [], at: start)
    #expect(none.isEmpty)
    let here = SmallWorld.connector(1)
    let orders = control.round([here], [], at: start)
    #expect(orders.map(\.id) == [a] && orders.allSatisfy { $0.allotment == nil })
    control.accepted(a, at: start)
    none = control.round([here], [], at: start)
    #expect(none.isEmpty)
    #expect(control.isIdle)
  }

  @Test("is anything once it was to be taken away and no answer came")
  func perhapsTakenAway() {
    var control = LoadControl()
    for id in [a, b] { control.restore(id, Allotment(amps: 6, fallbackAmps: 6, at: start)) }
    let connectors = [SmallWorld.connector(1), SmallWorld.connector(2)]
    let limit = CurrentLimit(amps: 40, members: [a, b])
    _ = control.round(connectors, [], at: start)
    control.unanswered(a, at: start)
    _ = control.round(connectors, [limit], at: start)
    #expect(control.shares[a]?.amps == 32)
  }

  @Test("is not told again and again to one that goes away whenever it is told")
  func crashing() {
    var control = LoadControl()
    let connectors = [SmallWorld.connector(1)]
    let limit = CurrentLimit(amps: 16, members: [a])
    var told = 0
    for minute in 0..<240 {
      let now = start.advanced(byMilliseconds: Int64(minute) * 60_000)
      control.forgot(a)
      guard !control.round(connectors, [limit], at: now).isEmpty else { continue }
      told += 1
      control.unanswered(a, at: now)
    }
    #expect((3...20).contains(told))
    // One that answers is told as ever.
    let later = start.advanced(byMilliseconds: 24 * 3_600_000)
    var orders = control.round(connectors, [limit], at: later)
    #expect(!orders.isEmpty)
    control.accepted(a, at: later)
    control.forgot(a)
    orders = control.round(connectors, [limit], at: later)
    #expect(!orders.isEmpty)
  }
}
