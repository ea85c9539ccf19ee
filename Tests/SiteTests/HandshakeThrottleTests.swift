import Domain
import Testing

@testable import Site

@Suite("Handshakes that fail are counted")
struct HandshakeThrottleTests {
  private let start = Instant(millisecondsSince1970: 1_772_445_600_000)
  private func after(_ seconds: Int64) -> Instant { start.advanced(byMilliseconds: seconds * 1000) }

  private func throttle(limit: Int = 3, remembered: Int = 100) -> Counted {
    var limits = Limits()
    limits.handshakeFailuresPerAddress = limit
    limits.handshakeFailureSeconds = 60
    limits.handshakeAddressesRemembered = remembered
    return Counted(HandshakeThrottle(limits))
  }

  @Test("up to the limit nothing happens, then the network waits for what is left of the minute")
  func limit() {
    let throttle = throttle()
    for second in 0..<3 { #expect(throttle.failed("192.0.2.1", at: after(Int64(second))) == nil) }
    #expect(throttle.failed("192.0.2.1", at: after(10)) == 50)
    #expect(throttle.failed("192.0.2.1", at: start.advanced(byMilliseconds: 59_999)) == 1)
    #expect(throttle.failed("192.0.2.1", at: after(60)) == nil)
  }

  @Test("another network has a count of its own")
  func others() {
    let throttle = throttle()
    for _ in 0..<10 { _ = throttle.failed("192.0.2.1", at: start) }
    #expect(throttle.failed("192.0.2.2", at: start) == nil)
  }

  @Test("the wait is noted once for each time it begins")
  func noted() {
    let throttle = throttle()
    for _ in 0..<5 { _ = throttle.failed("192.0.2.1", at: start) }
    #expect(throttle.isFirstToNote("192.0.2.1"))
    #expect(!throttle.isFirstToNote("192.0.2.1"))
    for _ in 0..<5 { _ = throttle.failed("192.0.2.1", at: after(61)) }
    #expect(throttle.isFirstToNote("192.0.2.1"))
  }

  @Test("a clock that is set back lets nobody wait for hours")
  func clockSetBack() {
    let throttle = throttle()
    for _ in 0..<10 { _ = throttle.failed("192.0.2.1", at: start) }
    #expect(throttle.failed("192.0.2.1", at: after(-86_400)) == nil)
  }

  @Test("however many networks fail, few are remembered, and those that failed last")
  func memory() {
    let throttle = throttle(remembered: 100)
    for number in 0..<10_000 {
      let at = start.advanced(byMilliseconds: Int64(number))
      for _ in 0..<4 { _ = throttle.failed("network \(number)", at: at) }
      #expect(throttle.rememberedCount <= 100)
    }
    #expect(throttle.failed("network 9999", at: after(10)) != nil)
    #expect(throttle.failed("network 0", at: after(10)) == nil)
  }

  @Test("many in the same moment do not stay either")
  func memoryAtOnce() {
    let throttle = throttle(remembered: 100)
    for number in 0..<1_000 {
      _ = throttle.failed("network \(number)", at: start)
      #expect(throttle.rememberedCount <= 100)
    }
  }
}

/// `#expect` calls nothing that changes a value.
private final class Counted {
  private var throttle: HandshakeThrottle

  init(_ throttle: HandshakeThrottle) { self.throttle = throttle }

  func failed(_ network: String, at: Instant) -> Int? { throttle.failed(network, at: at) }
  func isFirstToNote(_ network: String) -> Bool { throttle.isFirstToNote(network) }
  var rememberedCount: Int { throttle.rememberedCount }
}
