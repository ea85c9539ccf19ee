/// Prices a `RandomCharge` by the policies alone, as plainly as can be, in fractions of any size and with no
/// code of the product.
struct ReferenceCalculator {
  let charge: RandomCharge

  struct Result: Equatable {
    var amounts: [Int64]
    var energyMilli: Int
    var exactNetMillionths: Int64
    var limit: String
    var flags: [String]
  }

  private func energy() -> (milli: Int, reset: Bool, count: Int) {
    var distinct: [(minute: Int, milli: Int)] = []
    for reading in charge.readings where !distinct.contains(where: { $0 == reading }) {
      distinct.append(reading)
    }
    distinct.sort { $0 < $1 }
    var sum = 0
    var reset = false
    for (a, b) in zip(distinct, distinct.dropFirst()) {
      if a.milli - b.milli <= 2000 {
        sum += b.milli - a.milli
      } else if let modulus = charge.modulusMilli {
        sum += b.milli + modulus - a.milli
      } else {
        sum += b.milli
        reset = true
      }
    }
    return (max(0, sum), reset, distinct.count)
  }

  private func component(_ type: String) -> RandomCharge.Component? {
    charge.elements.joined().first { $0.type == type }
  }

  /// What idle states share with the transaction; all the rest is charging.
  private func idleMinutes() -> Int {
    (charge.states ?? []).reduce(0) { sum, state in
      sum + (state.idle ? max(0, min(state.to, charge.minutes) - max(state.from, 0)) : 0)
    }
  }

  /// Rounds up to steps of so many counts.
  private func stepped(_ total: Int, _ component: RandomCharge.Component?, counts: Int) -> Int {
    guard let step = component?.step, step > 0 else { return total }
    return (total + step * counts - 1) / (step * counts) * step * counts
  }

  private func factor(_ vat: Digits?) -> BigRational {
    BigRational(1) + (vat?.value ?? BigRational(0)) * BigRational(1, 100)
  }

  /// Price, quantity and rate of everything used.
  private func amounts(_ energyMilli: Int) -> [(amount: BigRational, vat: Digits?)] {
    let idle = idleMinutes()
    let parks = idle > 0 && component("PARKING_TIME") != nil
    var seconds = (charge.minutes - idle) * 60
    if !parks { seconds = stepped(seconds, component("TIME"), counts: 1) }
    let used: [(String, Int, Int64)] = [
      ("FLAT", 1, 1), ("ENERGY", stepped(energyMilli, component("ENERGY"), counts: 1000), 1_000_000),
      ("TIME", seconds, 3600),
      ("PARKING_TIME", stepped(idle * 60, component("PARKING_TIME"), counts: 1), 3600),
    ]
    return used.compactMap { type, quantity, unit in
      guard quantity > 0, let component = component(type) else { return nil }
      return (component.price.value * BigRational(Int64(quantity), unit), component.vat)
    }
  }

  private var minor: BigRational {
    BigRational((0..<charge.minorDigits).reduce(1) { power, _ in power * 10 })
  }

  func result() -> Result {
    let (milli, reset, count) = energy()
    let flags = (reset ? ["meter_reset"] : []) + (count < 2 ? ["no_readings"] : [])
    if milli < charge.waiveMilli {
      return Result(
        amounts: [0, 0, 0], energyMilli: milli, exactNetMillionths: 0, limit: "null",
        flags: flags + ["waived"])
    }
    let amounts = amounts(milli)
    var net = BigRational(0)
    var gross = BigRational(0)
    for (amount, vat) in amounts {
      net = net + (charge.included ? amount / factor(vat) : amount)
      gross = gross + (charge.included ? amount : amount * factor(vat))
    }
    let limited = limited(net, gross)
    return Result(
      amounts: limited.name == "null" ? rounded(amounts) : limited.amounts, energyMilli: milli,
      exactNetMillionths: (net * BigRational(1_000_000)).rounded, limit: limited.name, flags: flags)
  }

  private func rounded(_ amounts: [(amount: BigRational, vat: Digits?)]) -> [Int64] {
    // 19 and 19.0 are one rate, no rate and 0 are two.
    let groups = Dictionary(grouping: amounts) { entry in
      entry.vat.map { ($0.value * BigRational(1000)).rounded } ?? -1
    }
    var total: [Int64] = [0, 0, 0]
    for (thousandths, group) in groups {
      let rate = BigRational(max(0, thousandths), 1000)
      let sum = (group.reduce(BigRational(0)) { $0 + $1.amount } * minor).rounded
      let vat =
        charge.included
        ? (BigRational(sum) * rate / (rate + BigRational(100))).rounded
        : (BigRational(sum) * rate * BigRational(1, 100)).rounded
      total[0] += charge.included ? sum - vat : sum
      total[1] += vat
      total[2] += charge.included ? sum : sum + vat
    }
    return total
  }

  private func mix(_ net: BigRational, _ gross: BigRational) -> BigRational {
    if !net.isZero {
      let mix = gross / net
      if !(mix < BigRational(1)), !(BigRational(2) < mix) { return mix }
    }
    if let vat = charge.defaultVAT { return factor(vat) }
    let rates = charge.elements.joined().map { $0.vat.map { ($0.value * BigRational(1000)).rounded } ?? -1 }
    guard let rate = rates.first, rates.allSatisfy({ $0 == rate }) else { return BigRational(1) }
    return BigRational(1) + BigRational(max(0, rate), 100_000)
  }

  private func limited(_ net: BigRational, _ gross: BigRational) -> (name: String, amounts: [Int64]) {
    var name = "null"
    var (newNet, newGross) = (net, gross)
    for (limit, isLeast) in [(charge.least, true), (charge.most, false)] {
      guard let limit else { continue }
      let mix = mix(net, gross)
      let ofNet = limit.net?.value ?? limit.gross.map { $0.value / mix } ?? net
      let ofGross = limit.gross?.value ?? limit.net.map { $0.value * mix } ?? gross
      if isLeast ? newNet < ofNet : ofNet < newNet {
        (newNet, name) = (ofNet, isLeast ? "min_price" : "max_price")
      }
      if isLeast ? newGross < ofGross : ofGross < newGross {
        (newGross, name) = (ofGross, isLeast ? "min_price" : "max_price")
      }
    }
    let (net, gross) = ((newNet * minor).rounded, (newGross * minor).rounded)
    return (name, [net, gross - net, gross])
  }
}
