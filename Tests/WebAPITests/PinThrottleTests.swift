import Domain
import Testing

@testable import WebAPI

struct PinThrottleTests {
  private let start = Instant(millisecondsSince1970: 1_800_000_000_000)

  private func after(seconds: Int64) -> Instant { start.advanced(byMilliseconds: seconds * 1000) }
  private func after(minutes: Int64) -> Instant { after(seconds: minutes * 60) }

  @Test("an account waits 1, 5, 15, 60 minutes and then a day after each wrong PIN from the fifth on")
  func waits() {
    var (now, failures, failedAt) = (start, 0, nil as Instant?)
    var waits: [Int64] = []
    for _ in 0..<12 {
      guard case .open = PinThrottle.verdict(failures: failures, failedAt: failedAt, at: now) else { break }
      failures += 1
      failedAt = now
      if case .wait(let until) = PinThrottle.verdict(failures: failures, failedAt: failedAt, at: now) {
        waits.append(until.milliseconds(since: now) / 60_000)
        let justBefore = until.advanced(byMilliseconds: -1)
        #expect(
          PinThrottle.verdict(failures: failures, failedAt: failedAt, at: justBefore) == .wait(until: until))
        now = until
      }
    }
    #expect(waits == [1, 5, 15, 60, 1440, 1440, 1440, 1440])
    #expect(failures == 12)
  }

  @Test("after fifty wrong PINs only the manager helps")
  func reset() {
    #expect(PinThrottle.verdict(failures: 49, failedAt: start, at: after(minutes: 1440)) == .open(left: 1))
    #expect(PinThrottle.verdict(failures: 50, failedAt: start, at: after(minutes: 999_999)) == .reset)
  }

  @Test("at five tries an hour for a month no more than 47 PINs of a million are tried")
  func month() {
    var (now, failures, failedAt) = (start, 0, nil as Instant?)
    let end = after(minutes: 30 * 24 * 60)
    while now < end {
      switch PinThrottle.verdict(failures: failures, failedAt: failedAt, at: now) {
      case .open: (failures, failedAt) = (failures + 1, now)
      case .wait(let until): now = until
      case .reset: now = end
      }
    }
    #expect(failures <= 47)
  }

  private func tries(_ throttle: inout PinThrottle, _ count: Int, at now: Instant, prefix: String = "a")
    -> Int
  {
    (0..<count).count { throttle.admit(network: "\(prefix)\($0 / 20)", at: now) == nil }
  }

  @Test("an address has twenty tries in an hour")
  func perNetwork() {
    var throttle = PinThrottle()
    let until = (0..<21).map { throttle.admit(network: "a", at: after(seconds: Int64($0))) }
    #expect(until.dropLast().allSatisfy { $0 == nil })
    #expect(until.last == after(minutes: 60))
    let (other, later) = (
      throttle.admit(network: "b", at: start), throttle.admit(network: "a", at: after(minutes: 60))
    )
    #expect(other == nil && later == nil)
  }

  @Test("after a hundred of all together they are let through one by one, ten seconds apart, for an hour")
  func slow() {
    var throttle = PinThrottle()
    let admitted = tries(&throttle, 100, at: start)
    let (held, next) = (
      throttle.admit(network: "z", at: start), throttle.admit(network: "z", at: after(seconds: 10))
    )
    #expect(admitted == 100)
    #expect(held == after(seconds: 10) && next == nil)
    let again = throttle.admit(network: "z", at: after(seconds: 19))
    #expect(again == after(seconds: 20))
    let isSlow = (throttle.isSlow(at: after(minutes: 59)), throttle.isSlow(at: after(minutes: 61)))
    #expect(isSlow == (true, false))
  }

  @Test("who signs in rightly uses up nothing")
  func success() {
    var throttle = PinThrottle()
    for _ in 0..<200 {
      let until = throttle.admit(network: "a", at: start)
      #expect(until == nil)
      throttle.succeeded(network: "a")
    }
    #expect(throttle.rememberedCount == 0)
  }

  @Test("a code that nobody has locks like another")
  func strangers() {
    var throttle = PinThrottle()
    #expect(throttle.verdict(ofStranger: "X", at: start) == .open(left: 5))
    for _ in 0..<5 { throttle.noteFailure(ofStranger: "X", at: start) }
    #expect(throttle.verdict(ofStranger: "X", at: start) == .wait(until: after(minutes: 1)))
    #expect(throttle.verdict(ofStranger: "Y", at: start) == .open(left: 5))
  }

  @Test("made-up codes and addresses do not fill the memory")
  func bounded() {
    var throttle = PinThrottle()
    for n in 0..<(PinThrottle.remembered + 500) {
      let now = start.advanced(byMilliseconds: Int64(n) * 10_000)
      _ = throttle.admit(network: "a\(n)", at: now)
      throttle.noteFailure(ofStranger: "c\(n)", at: now)
    }
    #expect(throttle.rememberedCount <= 2 * PinThrottle.remembered + 1_000)
  }
}

struct PinRulesTests {
  @Test(
    "what is tried first is weak",
    arguments: [
      "000000", "777777", "123456", "890123", "654321", "024680", "121212", "123123", "112233", "111222",
      "240785", "072485", "850724", "198407", "071984", "202601",
    ])
  func weak(_ pin: String) { #expect(PinRules.isWeak(pin)) }

  @Test("others are not", arguments: ["407193", "860251", "935274", "577190"])
  func fine(_ pin: String) { #expect(!PinRules.isWeak(pin)) }

  @Test("nine of ten PINs may be chosen")
  func share() {
    let weak = (0..<1_000_000).count { n in
      let text = String(n)
      return PinRules.isWeak(String(repeating: "0", count: 6 - text.count) + text)
    }
    #expect(weak < 120_000)
  }

  @Test("a PIN is six digits and nothing else", arguments: ["12345", "1234567", "12a456", "١٢٣٤٥٦", ""])
  func form(_ text: String) { #expect(!PinRules.isPin(text)) }
}

struct InvitationChallengeTests {
  private let start = Instant(millisecondsSince1970: 1_800_000_000_000)

  @Test("a word counts for its invitation, for ten minutes, where it was made")
  func words() {
    let challenge = InvitationChallenge()
    let nonce = challenge.make(for: "A", at: start)
    #expect(challenge.accepts(nonce, for: "A", at: start))
    #expect(challenge.accepts(nonce, for: "A", at: start.advanced(byMilliseconds: 600_000)))
    #expect(!challenge.accepts(nonce, for: "A", at: start.advanced(byMilliseconds: 600_001)))
    #expect(!challenge.accepts(nonce, for: "B", at: start))
    #expect(!InvitationChallenge().accepts(nonce, for: "A", at: start))
    #expect(challenge.make(for: "A", at: start) != nonce)
    for wrong in ["", "zz", String(nonce.dropLast(2)), "ff" + nonce.dropFirst(2)] {
      #expect(!challenge.accepts(wrong, for: "A", at: start))
    }
  }
}
