import Domain

/// Cuts a transaction wherever what decides a price may change. A cut too many changes nothing.
struct Slicer {
  let tariff: Tariff
  let zone: TimeZoneRules

  private struct Cut {
    var at: Instant
    /// Delivered up to there.
    var milliWh: Int128
    var threshold: Int128?
  }

  private struct Period {
    var from: Instant
    var to: Instant
    var phase: Moment.Phase
    var states: [StateInterval] = []
    var curve: EnergyCurve
  }

  /// What was read before the start or after the stop belongs to the first and to the last slice.
  func charge(_ input: PriceInput, along curve: EnergyCurve) -> [Slice] {
    if input.isOnlyReservation { return [] }
    let states = (input.states ?? []).filter { $0.from < $0.to }.sorted { $0.from < $1.from }
    return slices(Period(from: input.start, to: input.stop, phase: .charging, states: states, curve: curve))
  }

  func reservation(_ input: PriceInput) -> [Slice] {
    guard let reservation = input.reservation else { return [] }
    return slices(
      Period(
        from: reservation.from, to: reservation.end(before: input.start),
        phase: reservation.expired ? .expired : .reserved, curve: EnergyCurve([], modulusMilliWh: nil)))
  }

  private func slices(_ period: Period) -> [Slice] {
    var slices: [Slice] = []
    var states = period.states[...]
    var next = slice(period, from: period.from, &states)
    var delivered: Int128 = 0
    for cut in cuts(period) + [Cut(at: period.to, milliWh: period.curve.totalMilliWh)] {
      next.to = cut.at
      next.energyMilliWh = cut.milliWh - delivered
      // Nothing happens where an instant and a threshold fall together.
      let isEmpty = next.from == next.to && next.energyMilliWh == 0
      if !isEmpty { slices.append(next) }
      next = slice(after: next, isEmpty, cut, period, &states)
      delivered = cut.milliWh
    }
    guard slices.isEmpty else { return slices }
    states = period.states[...]
    return [slice(period, from: period.from, &states)]
  }

  private func slice(
    after last: Slice, _ isEmpty: Bool, _ cut: Cut, _ period: Period,
    _ states: inout ArraySlice<StateInterval>
  ) -> Slice {
    var next = last
    if let threshold = cut.threshold {
      next.from = cut.at
      next.moment.milliWh = threshold
    } else {
      next = slice(period, from: cut.at, &states)
      next.moment.milliWh = last.moment.milliWh
    }
    next.beginsAtInstant = cut.threshold == nil || (isEmpty && last.beginsAtInstant)
    next.beginsAtThreshold = cut.threshold != nil || (isEmpty && last.beginsAtThreshold)
    return next
  }

  /// One that begins at an instant, still without an end.
  private func slice(
    _ period: Period, from: Instant, _ states: inout ArraySlice<StateInterval>
  ) -> Slice {
    while let state = states.first, state.to <= from { states = states.dropFirst() }
    let interval = states.first.flatMap { $0.from <= from ? $0 : nil }
    let state = interval?.state ?? .charging
    let moment = Moment(
      at: from, local: zone.localDateTime(at: from),
      elapsedMs: Int128(from.millisecondsSince1970) - Int128(period.from.millisecondsSince1970), milliWh: 0,
      kilowatts: tariff.asksPower ? period.curve.kilowatts(from: from) : .zero,
      amperes: interval?.currentA?.value ?? (state == .idle ? .zero : nil), phase: period.phase)
    return Slice(moment: moment, from: from, to: from, state: state, energyMilliWh: 0)
  }

  private func cuts(_ period: Period) -> [Cut] {
    let (from, to, curve) = (period.from, period.to, period.curve)
    var instants = period.states.flatMap { [$0.from, $0.to] } + tariff.boundaries(from: from, to: to, zone)
    if tariff.asksPower { instants += curve.instants }
    var cuts: [Cut] = []
    for at in instants.filter({ from < $0 && $0 < to }).sorted() where at != cuts.last?.at {
      cuts.append(Cut(at: at, milliWh: curve.milliWh(upTo: at)))
    }
    for threshold in tariff.thresholds where 0 < threshold && threshold <= curve.totalMilliWh {
      let at = min(max(curve.instant(reaching: threshold), from), to)
      cuts.append(Cut(at: at, milliWh: threshold, threshold: threshold))
    }
    // An instant before a threshold that falls together with it.
    return cuts.sorted { ($0.at, $0.milliWh, $0.threshold ?? 0) < ($1.at, $1.milliWh, $1.threshold ?? 0) }
  }
}
