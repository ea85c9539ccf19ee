import Domain
import Formats
import Storage
import Synchronization

/// The clock of the site: the real one, or one that pretends. Which it is stands in the file, so that a site
/// with real charges never runs on a pretend clock by accident, nor the other way round.
final class SiteClock: Sendable {
  private let pretended = Mutex<TestClock?>(nil)
  private static let setting = "test_clock"

  func now() -> Instant {
    let real = SystemClock.now()
    return pretended.withLock { $0?.reading(at: real) } ?? real
  }

  var isPretended: Bool { pretended.withLock { $0 != nil } }

  /// Runs at another speed from now on, without a jump; only a pretend clock does.
  func change(rate: Int64) {
    let real = SystemClock.now()
    pretended.withLock { clock in
      guard let old = clock else { return }
      clock = TestClock(start: old.reading(at: real), rate: rate, anchor: real)
    }
  }

  /// Agrees on the clock with what stands in the file.
  ///
  /// - Parameter asked: from the command line. A start at or after what the clock shows now moves it forward;
  ///   the start it was made with lets it go on.
  func settle(_ asked: TestClockOptions?, store: Store, reader: StoreReader) async throws {
    let kept = try await reader.read { try $0.setting(Self.setting) }.flatMap(TestClock.init(text:))
    let real = SystemClock.now()
    switch (asked, kept) {
    case (nil, nil): return
    case (nil, let kept?):
      throw Complaint.usage(
        "--clock-start", "this data directory was made with a pretend clock, and its charges are not real",
        fix: "--clock-start \(InstantFormat.string(kept.start)) --clock-rate \(kept.rate), or another --data")
    case (let asked?, nil):
      guard try await Self.isUntouched(reader) else {
        throw Complaint.usage(
          "--clock-start", "this data directory runs on the real clock", fix: "--data with a new directory")
      }
      try await begin(TestClock(start: asked.start, rate: asked.rate, anchor: real), in: store)
    case (let asked?, let kept?) where asked.start == kept.start && asked.rate == kept.rate:
      pretended.withLock { $0 = kept }
    case (let asked?, let kept?):
      let shown = kept.reading(at: real)
      let start = asked.start == kept.start ? shown : asked.start
      guard start >= shown else {
        throw Complaint.usage(
          "--clock-start", "this site's clock has reached \(InstantFormat.string(shown)) and cannot go back",
          fix: "--clock-start with a later instant")
      }
      try await begin(TestClock(start: start, rate: asked.rate, anchor: real), in: store)
    }
  }

  private func begin(_ clock: TestClock, in store: Store) async throws {
    try await store.write { try $0.setSetting(Self.setting, to: clock.text, at: clock.anchor, by: nil) }
    pretended.withLock { $0 = clock }
  }

  private static func isUntouched(_ reader: StoreReader) async throws -> Bool {
    try await reader.read { try $0.accounts().isEmpty && $0.allChargePoints().isEmpty }
  }
}

extension TestClock {
  /// As it stands in the file: start, rate, anchor.
  var text: String { "\(start.millisecondsSince1970) \(rate) \(anchor.millisecondsSince1970)" }

  init?(text: String) {
    let numbers = text.split(separator: " ").compactMap { Int64($0) }
    guard numbers.count == 3 else { return nil }
    self.init(
      start: Instant(millisecondsSince1970: numbers[0]), rate: numbers[1],
      anchor: Instant(millisecondsSince1970: numbers[2]))
  }
}
