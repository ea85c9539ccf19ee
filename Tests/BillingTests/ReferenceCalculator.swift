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

  private func energy() -> (points: [(minute: Int, milli: Int)], milli: Int, reset: Bool, count: Int) {
    var distinct: [(minute: Int, milli: Int)] = []
    for reading in charge.readings where !distinct.contains(where: { $0 == reading }) {
      distinct.append(reading)
    }
    distinct.sort { $0 < $1 }
    var sums = distinct.isEmpty ? [] : [0]
    var reset = false
    for (a, b) in zip(distinct, distinct.dropFirst()) {
      let sum = sums[sums.count - 1]
      if a.milli - b.milli <= 2000 {
        sums.append(sum + b.milli - a.milli)
      } else if let modulus = charge.modulusMilli {
        sums.append(sum + b.milli + modulus - a.milli)
      } else {
        sums.append(sum + b.milli)
        reset = true
      }
    }
    let total = max(0, sums.last ?? 0)
    var highest = 0
    let points = zip(distinct, sums).map { reading, sum in
      highest = max(highest, min(total, sum))
      return (reading.minute, highest)
    }
    return (points, total, reset, distinct.count)
  }

  private func factor(_ vat: Digits?) -> BigRational {
    BigRational(1) + (vat?.value ?? BigRational(0)) * BigRational(1, 100)
  }

  /// How much was used of each price of a dimension (1, mWh, ms), the price used last at the end.
  private func used(
    _ dimension: String, _ steps: [ReferenceSteps.Step], _ quantity: (ReferenceSteps.Step) -> Int
  ) -> [(price: ReferenceSteps.Price, count: Int)] {
    var used: [(price: ReferenceSteps.Price, count: Int)] = []
    for step in steps {
      let count = quantity(step)
      guard count > 0, let price = step.prices[dimension] else { continue }
      let index = used.firstIndex { ReferenceSteps.Price.same($0.price, price) }
      let before = index.map { used.remove(at: $0).count } ?? 0
      used.append((price, before + count))
    }
    return used
  }

  /// Rounds the total up to steps of the price used last; a step is so many counts.
  private func stepped(
    _ used: [(price: ReferenceSteps.Price, count: Int)]
  ) -> [(price: ReferenceSteps.Price, count: Int)] {
    guard let last = used.last, let size = last.price.step, size > 0 else { return used }
    let total = used.reduce(0) { $0 + $1.count }
    let rest = total % (size * 1000)
    return used.dropLast() + [(last.price, last.count + (rest == 0 ? 0 : size * 1000 - rest))]
  }

  /// Price, quantity and rate of everything used.
  private func amounts(_ steps: [ReferenceSteps.Step]) -> [(amount: BigRational, vat: Digits?)] {
    let parking = used("PARKING_TIME", steps) { $0.idle ? $0.ms : 0 }
    let time = used("TIME", steps) { $0.idle ? 0 : $0.ms }
    let flat = steps.first { $0.prices["FLAT"] != nil }?.prices["FLAT"]
    let all: [([(price: ReferenceSteps.Price, count: Int)], Int64)] = [
      (flat.map { [($0, 1)] } ?? [], 1), (stepped(used("ENERGY", steps, \.milli)), 1_000_000),
      (parking.isEmpty ? stepped(time) : time, 3_600_000), (stepped(parking), 3_600_000),
    ]
    return all.flatMap { used, unit in
      used.map { ($0.price.value * BigRational(Int64($0.count), unit), $0.price.vat) }
    }
  }

  private var minor: BigRational {
    BigRational((0..<charge.minorDigits).reduce(1) { power, _ in power * 10 })
  }

  /// Nil: something that decides a price is not known.
  func result() -> Result? {
    let (points, milli, reset, count) = energy()
    let onlyReserved =
      charge.rules.reservation?.expired == true && charge.minutes == 0 && charge.readings.isEmpty
    let steps = ReferenceSteps(charge, points: points)
    var flags = (reset ? ["meter_reset"] : []) + (count < 2 && !onlyReserved ? ["no_readings"] : [])
    let known = onlyReserved ? [] : steps.charging()
    if milli < charge.waiveMilli, !onlyReserved {
      guard known != nil || !steps.needsCurrent else { return nil }
      return Result(
        amounts: [0, 0, 0], energyMilli: milli, exactNetMillionths: 0, limit: "null",
        flags: flags + ["waived"])
    }
    guard let known else { return nil }
    if known.contains(where: { !$0.splits.isEmpty }) { flags.append("interpolated") }
    let amounts = amounts(known) + amounts(steps.reserved())
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
    let change = charge.rules.vatChanges.filter { $0.from <= 0 }.max { $0.from < $1.from }?.vat
    if let vat = charge.defaultVAT { return factor(change ?? vat) }
    let own = charge.elements.joined().map(\.vat) + (charge.rules.dynamic.map { [$0.vat] } ?? [])
    let rates = own.map { ReferenceSteps.Price.thousandths($0.map { change ?? $0 }) }
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
