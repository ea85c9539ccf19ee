import Domain

/// A part of a transaction within which nothing that decides a price changes.
struct Slice {
  /// What restrictions see throughout.
  var moment: Moment
  /// What it begins at; both where they fall together.
  var beginsAtInstant = false
  var beginsAtThreshold = false
  var from: Instant
  var to: Instant
  var state: StateInterval.State
  var energyMilliWh: Int128

  var durationMs: Int128 { Int128(to.millisecondsSince1970) - Int128(from.millisecondsSince1970) }

  /// What this slice uses of a dimension, in the units counted inside: 1, mWh, ms.
  func quantity(of dimension: Dimension) -> Int128 {
    switch dimension {
    case .flat: 1
    case .energy: energyMilliWh
    case .time: state == .charging ? durationMs : 0
    case .parkingTime: state == .idle ? durationMs : 0
    }
  }
}
