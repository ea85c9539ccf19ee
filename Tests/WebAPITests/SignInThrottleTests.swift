import Domain
import Testing

@testable import WebAPI

struct SignInThrottleTests {
  private let start = Instant(millisecondsSince1970: 1_800_000_000_000)

  private func after(minutes: Int64) -> Instant { start.advanced(byMilliseconds: minutes * 60_000) }

  /// One attempt; nil when it is let through. (`#expect` cannot call what mutates.)
  private func attempt(
    _ throttle: inout SignInThrottle, _ account: String, from address: String, at now: Instant
  ) -> Instant? {
    throttle.admit(account: account, address: address, at: now)
  }

  private func expect(
    _ answer: Instant?, until wanted: Instant?, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(answer == wanted, sourceLocation: sourceLocation)
  }

  /// Fails until refused; returns how many tries there were and until when the next one has to wait.
  private func fail(
    _ throttle: inout SignInThrottle, _ account: String, at now: Instant,
    address: (Int) -> String = { _ in "a" }
  ) -> (tries: Int, until: Instant?) {
    for tries in 0..<100 {
      if let until = throttle.admit(account: account, address: address(tries), at: now) {
        return (tries, until)
      }
    }
    return (100, nil)
  }

  @Test("five failures, then waits of 1, 5, 15 and 60 minutes")
  func waits() {
    var throttle = SignInThrottle()
    let first = fail(&throttle, "ann", at: start)
    #expect(first.tries == 5)
    #expect(first.until == after(minutes: 1))
    var now = after(minutes: 1)
    for minutes in [5, 15, 60, 60] as [Int64] {
      let next = fail(&throttle, "ann", at: now)
      #expect(next.tries == 1)
      #expect(next.until == now.advanced(byMilliseconds: minutes * 60_000))
      now = now.advanced(byMilliseconds: minutes * 60_000)
    }
  }

  @Test("an account nobody has is slowed down the same, and letter case does not help")
  func unknownNames() {
    var throttle = SignInThrottle()
    let nobody = fail(&throttle, "Nobody", at: start)
    #expect(nobody.tries == 5)
    expect(attempt(&throttle, "NOBODY", from: "a", at: start), until: after(minutes: 1))
    expect(attempt(&throttle, "somebody", from: "x", at: start), until: nil)
  }

  @Test("the right password clears the account's failures")
  func success() {
    var throttle = SignInThrottle()
    for _ in 0..<4 { expect(attempt(&throttle, "ann", from: "a", at: start), until: nil) }
    throttle.succeeded(account: "ann", address: "a")
    let again = fail(&throttle, "ann", at: start)
    #expect(again.tries == 5)
  }

  @Test("a stranger's guesses do not keep the account's owner out")
  func strangers() {
    var throttle = SignInThrottle()
    #expect(fail(&throttle, "ann", at: start).tries == 5)
    expect(attempt(&throttle, "ann", from: "b", at: start), until: nil)
  }

  @Test("guesses from everywhere together stop at two hundred an hour")
  func everywhere() {
    var throttle = SignInThrottle()
    for n in 0..<200 { expect(attempt(&throttle, "ann", from: "a\(n)", at: start), until: nil) }
    expect(attempt(&throttle, "ann", from: "b", at: start), until: after(minutes: 60))
    expect(attempt(&throttle, "bob", from: "b", at: start), until: nil)
    expect(attempt(&throttle, "ann", from: "b", at: after(minutes: 60)), until: nil)
  }

  @Test(
    "of an IPv6 address the first half counts, an IPv4 address in it counts whole",
    arguments: [
      ("2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
      ("::ffff:192.0.2.1", "192.0.2.1", true), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
      ("192.0.2.1", "192.0.2.2", false),
    ])
  func networks(_ one: String, _ other: String, _ isSame: Bool) {
    #expect((SignInThrottle.network(of: one) == SignInThrottle.network(of: other)) == isSame)
  }

  @Test("an address has twenty failures an hour, over all accounts")
  func perAddress() {
    var throttle = SignInThrottle()
    for n in 0..<20 { expect(attempt(&throttle, "user\(n)", from: "a", at: start), until: nil) }
    expect(attempt(&throttle, "user20", from: "a", at: start), until: after(minutes: 60))
    expect(attempt(&throttle, "user20", from: "b", at: start), until: nil)
    expect(attempt(&throttle, "user21", from: "a", at: after(minutes: 60)), until: nil)
  }

  @Test("those who sign in rightly use up nothing of their address")
  func successPerAddress() {
    var throttle = SignInThrottle()
    for n in 0..<50 {
      expect(attempt(&throttle, "user\(n)", from: "a", at: start), until: nil)
      throttle.succeeded(account: "user\(n)", address: "a")
    }
  }

  @Test("guesses sent side by side count before they are checked")
  func sideBySide() {
    var throttle = SignInThrottle()
    let admitted = (0..<50).count { _ in throttle.admit(account: "ann", address: "a", at: start) == nil }
    #expect(admitted == 5)
  }

  @Test("made-up names do not fill the memory")
  func bounded() {
    var throttle = SignInThrottle()
    for n in 0..<(SignInThrottle.remembered + 500) {
      _ = throttle.admit(account: "u\(n)", address: "a\(n)", at: start.advanced(byMilliseconds: Int64(n)))
    }
    #expect(throttle.rememberedCount <= 3 * SignInThrottle.remembered)
  }
}
