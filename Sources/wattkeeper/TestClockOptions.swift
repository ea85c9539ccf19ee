import Domain
import Formats

/// `--clock-start INSTANT --clock-rate N`: a clock that pretends, for demo and tests.
struct TestClockOptions: Equatable {
  let start: Instant
  let rate: Int64

  static let fastest: Int64 = 1_000_000

  init(start: Instant, rate: Int64) {
    self.start = start
    self.rate = rate
  }

  /// Nil when neither option is given.
  init?(start: String?, rate: String?) throws(Complaint) {
    guard start != nil || rate != nil else { return nil }
    guard let start else {
      throw .usage("--clock-rate", "it needs --clock-start", fix: "--clock-start 2026-03-01T00:00:00Z")
    }
    guard let parsed = InstantFormat.parse(start), parsed.hasZone else {
      throw .usage("--clock-start", "“\(start)” is not an instant", fix: "--clock-start 2026-03-01T00:00:00Z")
    }
    let number = rate.map(Int64.init) ?? 1
    guard let number, (1...Self.fastest).contains(number) else {
      throw .usage(
        "--clock-rate", "it must be a whole number from 1 to \(Self.fastest)", fix: "--clock-rate 60")
    }
    self.init(start: parsed.instant, rate: number)
  }
}
