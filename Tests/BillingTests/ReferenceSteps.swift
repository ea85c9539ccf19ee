/// Walks a `RandomCharge` minute by minute and asks anew in each which price applies: by the policies alone,
/// and with no code of the product.
struct ReferenceSteps {
  let charge: RandomCharge
  let rules: RandomRules
  /// Energy at the distinct instants of the readings: just before what was read there, and after.
  private var points: [(ms: Int, milli: Int)] = []

  /// A stretch of time, energy or both, with one price for each dimension.
  struct Step {
    var prices: [String: Price]
    var ms: Int
    var milli: Int
    var idle: Bool
    /// A price that energy or time was split by lies far from readings.
    var splits: Set<String> = []
  }

  struct Price {
    var key: String
    var value: BigRational
    var step: Int?
    var vat: Digits?

    static func same(_ a: Price?, _ b: Price?) -> Bool {
      a?.key == b?.key && thousandths(a?.vat) == thousandths(b?.vat)
    }

    static func thousandths(_ vat: Digits?) -> Int64 {
      vat.map { ($0.value * BigRational(1000)).rounded } ?? -1
    }
  }

  init(_ charge: RandomCharge, points: [(minute: Int, milli: Int)]) {
    self.charge = charge
    rules = charge.rules
    self.points = points.map { ($0.minute * 60_000, $0.milli) }
  }

  /// Whether a price by current meets a charge whose current is not known throughout.
  var needsCurrent: Bool {
    (0..<charge.minutes).contains { step($0, 0, "charge") == nil }
  }

  private var total: Int { points.last?.milli ?? 0 }

  private func energy(at ms: Int) -> Int {
    guard let before = points.last(where: { $0.ms <= ms }) else { return 0 }
    guard let after = points.first(where: { $0.ms > ms }) else { return before.milli }
    return before.milli + nearest((after.milli - before.milli) * (ms - before.ms), after.ms - before.ms)
  }

  private func nearest(_ top: Int, _ bottom: Int) -> Int { (2 * top + bottom) / (2 * bottom) }

  /// When a threshold is reached; nil: never.
  private func moment(of threshold: Int) -> Int? {
    guard threshold > 0, let index = points.firstIndex(where: { $0.milli >= threshold }) else { return nil }
    guard index > 0 else { return points[0].ms }
    let (before, after) = (points[index - 1], points[index])
    return before.ms
      + nearest((threshold - before.milli) * (after.ms - before.ms), after.milli - before.milli)
  }

  private func isFar(_ ms: Int) -> Bool {
    guard let before = points.last(where: { $0.ms <= ms }), let after = points.first(where: { $0.ms > ms })
    else {
      return false
    }
    return before.ms < ms && after.ms - before.ms > 900_000 && after.milli > before.milli
  }

  /// The charge itself; nil: a price or a current that is needed is not known.
  func charging() -> [Step]? {
    let end = charge.minutes * 60_000
    var events: [(ms: Int, milli: Int, isThreshold: Bool)] = (1..<max(1, charge.minutes)).map {
      ($0 * 60_000, energy(at: $0 * 60_000), false)
    }
    let edges = rules.restrictions.compactMap { $0?.energyMilli }.flatMap { [$0.least, $0.below] }
    for threshold in Set(edges.compactMap(\.self)) {
      guard let ms = moment(of: threshold) else { continue }
      events.append((min(max(ms, 0), end), threshold, true))
    }
    events.sort { ($0.ms, $0.milli, $0.isThreshold ? 1 : 0) < ($1.ms, $1.milli, $1.isThreshold ? 1 : 0) }
    var steps: [Step] = []
    var began: Set<String> = []
    var (minute, reached, ms, milli) = (0, 0, 0, 0)
    for event in events + [(end, total, false)] {
      guard var step = step(minute, reached, "charge") else { return nil }
      (step.ms, step.milli) = (event.ms - ms, event.milli - milli)
      if step.ms > 0 || step.milli > 0 {
        if let last = steps.last, isFar(ms) {
          step.splits = began.filter { !Price.same(last.prices[$0], step.prices[$0]) }
        }
        if step.milli > 0, rules.dynamic != nil, step.prices["ENERGY"] == nil { return nil }
        steps.append(step)
        began = []
      }
      began.formUnion(event.isThreshold ? ["TIME", "PARKING_TIME"] : ["ENERGY"])
      if event.isThreshold { reached = event.milli } else { minute = event.ms / 60_000 }
      (ms, milli) = (event.ms, event.milli)
    }
    return steps.isEmpty ? step(0, 0, "charge").map { [$0] } : steps
  }

  /// The reservation before it.
  func reserved() -> [Step] {
    guard let reservation = rules.reservation else { return [] }
    let end = reservation.expired ? reservation.to : max(reservation.from, min(reservation.to, 0))
    let minutes = end > reservation.from ? Array(reservation.from..<end) : [reservation.from]
    return minutes.compactMap { minute in
      var step = step(minute, 0, reservation.expired ? "expired" : "reserved")
      step?.ms = end > reservation.from ? 60_000 : 0
      step?.idle = false
      return step
    }
  }
}

extension ReferenceSteps {
  /// What applies from a minute on; nil: it depends on a current that is not known.
  private func step(_ minute: Int, _ reached: Int, _ phase: String) -> Step? {
    let state = (charge.states ?? []).first { $0.from <= minute && minute < $0.to }
    let asksCurrent = rules.restrictions.contains { $0?.current.least != nil || $0?.current.below != nil }
    let amperes = state?.amperes ?? (state?.idle == true ? Digits(digits: 0, places: 0) : nil)
    if phase == "charge", asksCurrent, amperes == nil, minute < charge.minutes { return nil }
    var prices: [String: Price] = [:]
    let kinds: [String?] =
      phase == "charge"
      ? [nil] : phase == "expired" ? ["RESERVATION_EXPIRES", "RESERVATION"] : ["RESERVATION"]
    for kind in kinds {
      for (index, element) in charge.elements.enumerated() {
        let restriction = rules.restrictions.indices.contains(index) ? rules.restrictions[index] : nil
        guard restriction?.reservation == kind,
          restriction.map({ applies($0, minute, reached, amperes, phase) }) ?? true
        else { continue }
        for (place, component) in element.enumerated() where prices[component.type] == nil {
          prices[component.type] = Price(
            key: "\(index)/\(place)", value: component.price.value, step: component.step,
            vat: vat(component.vat, minute))
        }
      }
    }
    if phase == "charge", prices["ENERGY"] == nil { prices["ENERGY"] = market(minute) }
    return Step(prices: prices, ms: 0, milli: 0, idle: state?.idle ?? false)
  }

  private func vat(_ own: Digits?, _ minute: Int) -> Digits? {
    guard own != nil else { return nil }
    return rules.vatChanges.filter { $0.from <= minute }.max { $0.from < $1.from }?.vat ?? own
  }

  private func market(_ minute: Int) -> Price? {
    guard let dynamic = rules.dynamic,
      let slot = dynamic.slots.first(where: { $0.from <= minute && minute < $0.to })
    else { return nil }
    let markup = BigRational(1) + (dynamic.markup?.value ?? BigRational(0)) / BigRational(100)
    var price = slot.spot.value / BigRational(1000) * markup + (dynamic.surcharge?.value ?? BigRational(0))
    if let floor = dynamic.floor?.value, price < floor { price = floor }
    return Price(key: "slot \(slot.from)", value: price, step: nil, vat: vat(dynamic.vat, minute))
  }

  private func applies(
    _ restriction: RandomRules.Restriction, _ minute: Int, _ reached: Int, _ amperes: Digits?, _ phase: String
  ) -> Bool {
    let utc = rules.offset + minute
    let local = utc + 600 + (38_340 <= utc && utc < 340_740 ? 120 : 60)
    let (day, clock) = (local / 1440, local % 1440)
    if let hours = restriction.hours {
      let end = hours.end <= hours.start ? hours.end + 1440 : hours.end
      guard (hours.start..<end).contains(clock) || (hours.start..<end).contains(clock + 1440) else {
        return false
      }
    }
    if !restriction.weekdays.isEmpty, !restriction.weekdays.contains(day % 7) { return false }
    let since = phase == "charge" ? minute : minute - (rules.reservation?.from ?? 0)
    return within(day, restriction.dates) && within(since, restriction.minutes)
      && within(reached, restriction.energyMilli) && within(power(minute), restriction.power)
      && (amperes.map {
        within($0.value, (restriction.current.least?.value, restriction.current.below?.value))
      }
        ?? (restriction.current.least == nil && restriction.current.below == nil))
  }

  private func within(_ value: Int, _ band: (least: Int?, below: Int?)) -> Bool {
    value >= band.least ?? .min && value < band.below ?? .max
  }

  private func within(_ value: BigRational, _ band: (least: Digits?, below: Digits?)) -> Bool {
    within(value, (band.least?.value, band.below?.value))
  }

  private func within(_ value: BigRational, _ band: (least: BigRational?, below: BigRational?)) -> Bool {
    band.least.map { !(value < $0) } ?? true && band.below.map { value < $0 } ?? true
  }

  /// kW between the readings around a minute.
  private func power(_ minute: Int) -> BigRational {
    let ms = minute * 60_000
    guard let before = points.last(where: { $0.ms <= ms }), let next = points.first(where: { $0.ms > ms }),
      let after = points.last(where: { $0.ms == next.ms })
    else { return BigRational(0) }
    return BigRational(Int64(after.milli - before.milli) * 36, Int64(after.ms - before.ms) * 10)
  }
}
