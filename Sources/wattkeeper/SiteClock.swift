import Domain
import Formats
import Simulator
import Storage
import Synchronization

/// Which clock a site is to run on.
enum ClockChoice {
  case real
  /// `--clock-start`, `--clock-rate`.
  case pretended(TestClockOptions)
  /// The demo's: fast motion first.
  case course(ClockCourse, present: Instant)
}

/// The clock of the site: the real one, or one that pretends. Which it is stands in the file, so that a site
/// with real charges never runs on a pretend clock by accident, nor the other way round.
final class SiteClock: Sendable {
  private let course = Mutex<ClockCourse?>(nil)
  private static let setting = "test_clock"

  func now() -> Instant {
    let real = SystemClock.now()
    return course.withLock { $0?.site(at: real.millisecondsSince1970) } ?? real
  }

  /// How many times faster than life it runs.
  func rate() -> Int64 {
    let real = SystemClock.now().millisecondsSince1970
    return course.withLock { $0?.rate(at: real) } ?? 1
  }

  var isPretended: Bool { course.withLock { $0 != nil } }

  /// Agrees on the clock with what stands in the file.
  func settle(_ choice: ClockChoice, store: Store, reader: StoreReader) async throws {
    let kept = try await reader.read { try $0.setting(Self.setting) }.flatMap(TestClock.init(text:))
    let real = SystemClock.now()
    switch (choice, kept) {
    case (.real, nil): return
    case (.real, let kept?):
      throw Complaint.usage(
        "--clock-start", "this data directory was made with a pretend clock, and its charges are not real",
        fix: "--clock-start \(InstantFormat.string(kept.start)) --clock-rate \(kept.rate), or another --data")
    case (.course(let course, let present), nil):
      try await refuseIfUsed(reader, "demo", fix: "wattkeeper demo without --data")
      let anchor = Instant(millisecondsSince1970: course.real(of: present))
      let rate = course.rate(at: anchor.millisecondsSince1970)
      try await keep(TestClock(start: present, rate: rate, anchor: anchor), in: store)
      self.course.withLock { $0 = course }
    case (.course, .some):
      throw Complaint.usage(
        "demo", "this data directory is in use already", fix: "wattkeeper demo without --data")
    case (.pretended(let asked), nil):
      try await refuseIfUsed(reader, "--clock-start", fix: "--data with a new directory")
      try await begin(TestClock(start: asked.start, rate: asked.rate, anchor: real), in: store)
    case (.pretended(let asked), let kept?):
      try await begin(try kept.goingOn(as: asked, at: real), in: store)
    }
  }

  private func begin(_ clock: TestClock, in store: Store) async throws {
    try await keep(clock, in: store)
    course.withLock {
      $0 = ClockCourse(real: clock.anchor.millisecondsSince1970, site: clock.start, rate: clock.rate)
    }
  }

  private func keep(_ clock: TestClock, in store: Store) async throws {
    try await store.write { try $0.setSetting(Self.setting, to: clock.text, at: clock.anchor, by: nil) }
  }

  private func refuseIfUsed(_ reader: StoreReader, _ what: String, fix: String) async throws {
    let isUntouched = try await reader.read { try $0.accounts().isEmpty && $0.allChargePoints().isEmpty }
    guard isUntouched else {
      throw Complaint.usage(what, "this data directory runs on the real clock", fix: fix)
    }
  }
}
