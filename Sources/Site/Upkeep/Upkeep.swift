import Domain
import Net

/// What the appliance does by itself with its wallboxes, and when: each wallbox that needs a look stands here
/// with the round in which it gets one. No timer per connection, so that ten thousand may come at once.
@NetworkLoop final class Upkeep {
  /// Seconds since the site was opened.
  private(set) var round = 0
  private var waiting: [LiveChargePoint] = []
  /// The round in which cards changed first and last since they were looked at; nil: not at all.
  private var cardsChanged: (first: Int, last: Int)?

  /// Looks begun in one round; the others wait for the next.
  private static let looksPerRound = 25
  /// Cards often change one after the other: quiet for so long, but not put off for longer than this.
  private static let cardsQuietSeconds = 2
  private static let cardsPatienceSeconds = 10
  /// How often each local list is compared with the cards, although nobody changed them: cards expire, and
  /// wallboxes show how they spell a card.
  private static let secondsPerComparison = 900

  /// Looks at a wallbox so many seconds from now, or earlier if that was planned.
  func look(at live: LiveChargePoint, inSeconds seconds: Int) {
    let due = round + seconds
    if let planned = live.upkeep.lookAt {
      live.upkeep.lookAt = min(planned, due)
    } else {
      live.upkeep.lookAt = due
      waiting.append(live)
    }
  }

  func noteCardsChanged() { cardsChanged = (cardsChanged?.first ?? round, round) }

  /// Begins the next round; says whether local lists are to be compared with the cards in it.
  func begin(_ round: Int) -> Bool {
    self.round = round
    if let (first, last) = cardsChanged,
      round - last >= Self.cardsQuietSeconds || round - first >= Self.cardsPatienceSeconds
    {
      cardsChanged = nil
      return true
    }
    return round % Self.secondsPerComparison == 0
  }

  /// Takes out the wallboxes that are due and have something to be done; those with nothing to do are let go.
  func takeDue() -> [LiveChargePoint] {
    guard !waiting.isEmpty else { return [] }
    var taken: [LiveChargePoint] = []
    waiting.removeAll { live in
      guard let due = live.upkeep.lookAt, due <= round else { return false }
      if live.needsUpkeep {
        guard !live.upkeep.isBusy, taken.count < Self.looksPerRound else { return false }
        taken.append(live)
      } else {
        for waiter in live.upkeep.takeWaiters() { waiter.end() }
      }
      live.upkeep.lookAt = nil
      return true
    }
    return taken
  }
}

/// What the appliance has in hand with one wallbox. In memory only.
struct UpkeepState {
  /// The firmware that did something; wallboxes need not name theirs.
  struct Firmware: Equatable {
    let version: String?
  }

  /// The round of the next look; nil: none is planned.
  var lookAt: Int?
  /// One look at a time.
  var isBusy = false
  /// The firmware that does not send messages when asked to (TriggerMessage).
  var refusesTriggers: Firmware?
  var list = LocalListWork()
  /// Who waits for the end of the next look.
  var waiters: [LookWaiter] = []

  mutating func takeWaiters() -> [LookWaiter] {
    defer { waiters = [] }
    return waiters
  }
}

/// A person who waits for what a look brings, but not for ever.
@NetworkLoop final class LookWaiter {
  private var continuation: CheckedContinuation<Void, Never>?
  private static let patienceMs = 20_000

  init(_ continuation: CheckedContinuation<Void, Never>) {
    self.continuation = continuation
    NetworkLoop.after(milliseconds: Self.patienceMs) { self.end() }
  }

  func end() {
    continuation?.resume()
    continuation = nil
  }
}

extension LiveChargePoint {
  var firmware: UpkeepState.Firmware { UpkeepState.Firmware(version: record.firmwareVersion) }

  /// Whether it may be spoken to and there may be something to do. Never while it boots: its
  /// BootNotification.conf goes out first.
  var needsUpkeep: Bool {
    guard record.state == .accepted, let link, link.introduction != .booting else { return false }
    return (link.introduction == .none && !link.wasAskedForStatus) || hasLocalListWork
  }
}

extension ChargingSite {
  /// Long enough for a wallbox that boots, or tells its status, to do so by itself.
  static let settleSeconds = 5
  /// After a boot nothing else is waited for.
  static let bootedSeconds = 2

  /// Cards were added or changed: the wallboxes that keep a list of them get the new one in a moment.
  package func cardsChanged() { upkeep.noteCardsChanged() }

  /// One round of everything that the appliance does by itself with wallboxes.
  func keepUp(_ round: Int) {
    if upkeep.begin(round) {
      for live in board.all where live.hasLocalListWork { upkeep.look(at: live, inSeconds: 0) }
    }
    for live in upkeep.takeDue() { care(for: live) }
  }

  /// Does what is to be done with a wallbox, one thing after the other.
  func care(for live: LiveChargePoint) {
    guard !live.upkeep.isBusy else { return upkeep.look(at: live, inSeconds: 0) }
    live.upkeep.isBusy = true
    let waiters = live.upkeep.takeWaiters()
    Task { @NetworkLoop in
      await self.askForStatus(of: live)
      await self.keepLocalList(of: live)
      live.upkeep.isBusy = false
      for waiter in waiters { waiter.end() }
    }
  }

  /// Looks at a wallbox now and waits for what that brings, if there is anything to be done.
  func lookNow(at live: LiveChargePoint) async {
    guard live.needsUpkeep else { return }
    await withCheckedContinuation { continuation in
      live.upkeep.waiters.append(LookWaiter(continuation))
      care(for: live)
    }
  }
}
