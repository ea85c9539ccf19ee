import Domain
import Testing

@Suite("A clock seen from here") struct ClockGaugeTests {
  /// Seconds of arrival, and seconds that the stamp differs.
  private func gauge(_ messages: [(Int64, Int64)]) -> ClockGauge {
    var gauge = ClockGauge()
    for (arrival, ahead) in messages {
      let at = Instant(millisecondsSince1970: arrival * 1000)
      gauge.note(stamp: at.advanced(byMilliseconds: ahead * 1000), arrival: at)
    }
    return gauge
  }

  @Test("is known by its first live message, whatever the queue says")
  func live() {
    #expect(gauge([]).skewMs == nil)
    #expect(gauge([(0, -86_400), (1, -80_000), (2, -3), (3, -70_000)]).skewMs == -3_000)
    #expect(gauge([(0, 7_200)]).isOff == true)
    #expect(gauge([(0, 119)]).isOff == false)
  }

  @Test("is believed to be behind only when several messages of a window and the next agree")
  func behind() {
    #expect(gauge([(0, -600), (200, -600)]).skewMs == nil)
    #expect(gauge([(0, -600), (200, -600), (310, -600)]).skewMs == -600_000)
    #expect(gauge([(0, -86_000), (1, -85_000), (310, -600)]).skewMs == nil)
    #expect(gauge([(0, -600), (310, -600), (620, -600)]).skewMs == nil)
  }

  @Test("forgets what was long ago, and on a new connection all but the worst")
  func forgets() {
    #expect(gauge([(0, 3_600), (320, 0), (700, 0)]).skewMs == 0)
    var left = gauge([(0, 3_600), (10_000, 1)])
    #expect(left.skewMs == 1_000)
    left.reconnect()
    #expect(left.skewMs == nil)
    #expect(left.worstMs == 3_600_000)
  }

  @Test("stamps of any size do not trap")
  func extremes() {
    var gauge = ClockGauge()
    for stamp in [Int64.min, 0, .max] {
      for arrival in [Int64.min, 0, .max] {
        gauge.note(
          stamp: Instant(millisecondsSince1970: stamp), arrival: Instant(millisecondsSince1970: arrival))
      }
    }
    #expect(gauge.worstMs >= 0)
  }
}
