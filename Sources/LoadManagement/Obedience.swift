import Domain

/// Whether a wallbox does what it has accepted: measured, because accepted is not applied.
struct Obedience: Sendable {
  /// It and its car may take this long to follow.
  static let followsWithinMs: Int64 = 60_000
  static let strikesAllowed = 2

  private(set) var isDisobeying = false
  /// What it drew last while it disobeyed, rounded up.
  private(set) var drawnAmps = 0
  private var strikes = 0

  /// - Parameter allowed: the most it may draw now, and did for `followsWithinMs`.
  mutating func note(milliamps: Int, allowed: Int) {
    let tolerated = allowed * 1000 + max(1000, allowed * 100)
    let isTooMuch = milliamps > tolerated
    // Two in a row make a rule, one way and the other.
    strikes = isTooMuch == isDisobeying ? 0 : strikes + 1
    if isTooMuch { drawnAmps = (milliamps + 999) / 1000 }
    if strikes >= Self.strikesAllowed {
      isDisobeying.toggle()
      strikes = 0
    }
  }
}
