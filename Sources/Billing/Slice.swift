import Domain

/// A part of a transaction within which nothing that decides a price changes.
struct Slice {
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

  /// Cuts a transaction at every boundary. What was read before the start or after the stop belongs to the
  /// first and to the last slice.
  static func cut(_ input: PriceInput, along curve: EnergyCurve) -> [Slice] {
    let states = (input.states ?? []).filter { $0.from < $0.to }.sorted { $0.from < $1.from }
    let inner = states.flatMap { [$0.from, $0.to] }.filter { input.start < $0 && $0 < input.stop }
    let cuts = Set(inner).sorted() + [input.stop]
    var slices: [Slice] = []
    var from = input.start
    var delivered: Int128 = 0
    var next = states[...]
    for cut in cuts {
      while let state = next.first, state.to <= from { next = next.dropFirst() }
      let state = next.first.flatMap { $0.from <= from ? $0.state : nil } ?? .charging
      let upTo = cut == input.stop ? curve.totalMilliWh : curve.milliWh(upTo: cut)
      slices.append(Slice(from: from, to: cut, state: state, energyMilliWh: upTo - delivered))
      (from, delivered) = (cut, upTo)
    }
    return slices
  }
}
